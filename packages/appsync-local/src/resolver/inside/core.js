// util's functions for errors, runtime, extensions and console. `run` is the record of the current evaluation.
(function (run) {
  'use strict';
  const { parse, stringify } = JSON;
  const Failure = Error;

  const copy = (value) => parse(stringify(value) ?? 'null');
  const text = (value) => (typeof value === 'string' ? value : (stringify(value) ?? 'null'));
  const raise = (message, errorType, data, errorInfo) => ({
    message: text(message),
    errorType: errorType === undefined || errorType === null ? null : text(errorType),
    data: copy(data),
    errorInfo: copy(errorInfo),
  });
  run.append = (error) => {
    run.appended.push(error);
    run.outErrors.push(copy(error));
  };
  const stopWith = (error) => {
    run.error = error;
    throw run.stop;
  };
  const log =
    (level) =>
    (...values) => {
      run.logs.push({
        level,
        place: run.placeOf(new Failure()),
        text: values.map((value) => stringify(value) ?? 'undefined').join(' '),
      });
    };

  const note = (name) => (argument) => {
    run.extensionCalls.push({ name, argument: copy(argument) });
  };

  return {
    util: {
      error: (message, errorType, data, errorInfo) => stopWith(raise(message, errorType, data, errorInfo)),
      appendError: (message, errorType, data, errorInfo) => run.append(raise(message, errorType, data, errorInfo)),
      unauthorized: () => {
        run.isUnauthorized = true;
        stopWith(raise(`Not Authorized to access ${run.fieldName} on type ${run.parentTypeName}`, 'Unauthorized'));
      },
      authType: () => run.authType,
    },
    runtime: {
      earlyReturn: (value, options) => {
        const skipTo = options?.skipTo ?? null;
        // AppSync fails the field here (docs/reference/appsync.md#early-returns, aws-appsync-community issue 280).
        if (value === undefined || value === null) {
          throw run.runtimeError;
        }
        if (typeof value !== 'object') {
          throw new Failure(`not emulated: runtime.earlyReturn of a ${typeof value}`);
        }
        if (skipTo !== null && skipTo !== 'END' && skipTo !== 'NEXT') {
          throw run.runtimeError;
        }
        run.early = { skipTo };
        run.value = value;
        throw run.stop;
      },
    },
    // What they ask for is the engine's to do, or to refuse: here it is only noted.
    extensions: {
      setSubscriptionFilter: note('setSubscriptionFilter'),
      setSubscriptionInvalidationFilter: note('setSubscriptionInvalidationFilter'),
      invalidateSubscriptions: note('invalidateSubscriptions'),
    },
    console: { log: log('INFO'), error: log('ERROR') },
  };
});
