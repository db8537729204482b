// util.time (reference 3.2). Date exists only in this closure: resolver code cannot reach it.
(function () {
  'use strict';
  const { floor } = Math;
  const DateTime = Date;
  const Failure = Error;
  const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

  const toISO8601 = (epochMilliSeconds) => new DateTime(epochMilliSeconds).toISOString();

  const parseISO8601ToEpochMilliSeconds = (text) => {
    const epoch = typeof text === 'string' && isoInstant.test(text) ? DateTime.parse(text) : NaN;
    if (epoch !== epoch) throw new Failure(`Unable to parse '${text}' as an ISO 8601 date time`);
    return epoch;
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
