// util's own functions, runtime, extensions and console. `run` is the record of the current evaluation,
// `host` gives functions of Node that take and return primitives only.
(function (run, host) {
  'use strict';
  const { parse, stringify } = JSON;
  const Failure = Error;
  const decode = decodeURIComponent;

  // An exception of Node (a stack overflow, for instance) must not come in.
  const guarded = (call) => (...values) => {
    try {
      return call(...values);
    } catch {
      throw new Failure('Runtime Error');
    }
  };
  const uuid = guarded(host.uuid);
  const ulid = guarded(host.ulid);
  const urlEncode = guarded(host.urlEncode);
  const base64Encode = guarded(host.base64Encode);
  const base64Decode = guarded(host.base64Decode);

  const copy = (value) => parse(stringify(value) ?? 'null');
  const text = (value) => (typeof value === 'string' ? value : (stringify(value) ?? 'null'));
  const raise = (message, errorType, data, errorInfo) => ({
    message: text(message),
    errorType: errorType === undefined || errorType === null ? null : text(errorType),
    data: copy(data),
    errorInfo: copy(errorInfo),
  });
  const stopWith = (error) => {
    run.error = error;
    throw run.stop;
  };
  const log = (level) => (...values) => {
    run.logs.push({ level, place: run.placeOf(new Failure()), text: values.map((value) => stringify(value) ?? 'undefined').join(' ') });
  };

  const note = (name) => (argument) => {
    run.extensionCalls.push({ name, argument: copy(argument) });
  };

  return {
    util: {
      error: (message, errorType, data, errorInfo) => stopWith(raise(message, errorType, data, errorInfo)),
      appendError: (message, errorType, data, errorInfo) => {
        const error = raise(message, errorType, data, errorInfo);
        run.appended.push(error);
        run.outErrors.push(copy(error));
      },
      unauthorized: () =>
        stopWith(raise(`Not Authorized to access ${run.fieldName} on type ${run.parentTypeName}`, 'Unauthorized')),
      autoId: () => uuid(),
      autoUlid: () => ulid(),
      authType: () => run.authType,
      urlEncode: (value) => urlEncode(text(value)),
      urlDecode: (value) => decode(text(value).split('+').join(' ')),
      base64Encode: (value) => base64Encode(text(value)),
      base64Decode: (value) => base64Decode(text(value)),
    },
    runtime: {
      earlyReturn: (value, options) => {
        const skipTo = options?.skipTo ?? null;
        // AppSync fails the field here (reference 2.4, aws-appsync-community issue 280).
        if (value === undefined || value === null) throw run.runtimeError;
        if (skipTo !== null && skipTo !== 'END' && skipTo !== 'NEXT') throw run.runtimeError;
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
})
