// util.time (docs/reference/appsync.md#time). Date exists only in this closure: resolver code cannot reach it.
(function (ask) {
  'use strict';
  const { floor } = Math;
  const { isSafeInteger } = Number;
  const DateTime = Date;
  const Failure = Error;
  const isoInstant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)(:\d\d)?$/;
  const askToFormat = ask('formatDate');
  const askToParse = ask('parseDate');
  // Years that ISO 8601 writes with four digits, which is all that Java and JavaScript write alike.
  const [firstMs, lastMs] = [DateTime.parse('0000-01-01T00:00:00Z'), DateTime.parse('9999-12-31T23:59:59.999Z')];

  const requireMs = (value) => {
    if (!isSafeInteger(value) || value < firstMs || value > lastMs) {
      throw new Failure(`not emulated: util.time with ${value} for epoch milliseconds`);
    }
    return value;
  };
  const requireTexts = (...texts) => {
    for (const text of texts) {
      if (text !== undefined && typeof text !== 'string') {
        throw new Failure('not emulated: util.time with anything but text');
      }
    }
  };

  const parseISO8601ToEpochMilliSeconds = (text) => {
    const parts = typeof text === 'string' ? isoInstant.exec(text) : null;
    const epoch = parts === null || (parts[2] === 'Z' && parts[3]) ? NaN : DateTime.parse(`${parts[1]}${parts[2]}`);
    if (epoch !== epoch) {
      throw new Failure(`Unable to parse '${text}' as an ISO 8601 date time`);
    }
    // Offsets may have seconds (docs/reference/appsync.md#scalars), which Date.parse does not read.
    const offsetSeconds = parts[3] ? +parts[3].slice(1) * (parts[2][0] === '-' ? -1 : 1) : 0;
    return epoch - offsetSeconds * 1000;
  };

  const toFormatted = (epochMilliSeconds, format, zone) => {
    requireTexts(format, zone);
    return askToFormat(requireMs(epochMilliSeconds), format ?? '', zone);
  };

  return {
    nowISO8601: () => new DateTime().toISOString(),
    nowEpochSeconds: () => floor(DateTime.now() / 1000),
    nowEpochMilliSeconds: () => DateTime.now(),
    nowFormatted: (format, zone) => toFormatted(DateTime.now(), format, zone),
    parseFormattedToEpochMilliSeconds: (text, format, zone) => {
      requireTexts(text, format, zone);
      return askToParse(text ?? '', format ?? '', zone);
    },
    parseISO8601ToEpochMilliSeconds,
    epochMilliSecondsToISO8601: (epochMilliSeconds) => new DateTime(requireMs(epochMilliSeconds)).toISOString(),
    epochMilliSecondsToSeconds: (epochMilliSeconds) => floor(requireMs(epochMilliSeconds) / 1000),
    epochMilliSecondsToFormatted: toFormatted,
  };
});
