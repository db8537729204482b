// util.time (reference 3.2). Date exists only in this closure: resolver code cannot reach it.
(function () {
  'use strict';
  const { floor } = Math;
  const DateTime = Date;
  const Failure = Error;
  const isoInstant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)(:\d\d)?$/;

  const toISO8601 = (epochMilliSeconds) => new DateTime(epochMilliSeconds).toISOString();

  const parseISO8601ToEpochMilliSeconds = (text) => {
    const parts = typeof text === 'string' ? isoInstant.exec(text) : null;
    const epoch = parts === null || (parts[2] === 'Z' && parts[3]) ? NaN : DateTime.parse(`${parts[1]}${parts[2]}`);
    if (epoch !== epoch) throw new Failure(`Unable to parse '${text}' as an ISO 8601 date time`);
    // Offsets may have seconds (reference 10.1), which Date.parse does not read.
    const offsetSeconds = parts[3] ? +parts[3].slice(1) * (parts[2][0] === '-' ? -1 : 1) : 0;
    return epoch - offsetSeconds * 1000;
  };

  return {
    nowISO8601: () => toISO8601(DateTime.now()),
    nowEpochSeconds: () => floor(DateTime.now() / 1000),
    nowEpochMilliSeconds: () => DateTime.now(),
    parseISO8601ToEpochMilliSeconds,
    epochMilliSecondsToISO8601: toISO8601,
    epochMilliSecondsToSeconds: (epochMilliSeconds) => floor(epochMilliSeconds / 1000),
  };
})
