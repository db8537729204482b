// Runs one handler. Everything crosses the border as a string: the context comes in as JSON, the outcome goes out as
// two lines of JSON (what was left behind, then the result), so no object of one realm is seen by the other.
(function (run, library) {
  'use strict';
  const { parse, stringify } = JSON;
  const { freeze, defineProperty, is } = Object;
  const { isArray } = Array;
  const { now } = Date;
  const Failure = Error;
  const WrongType = TypeError;
  const maximumTurns = 1000;
  const ticksBetweenClockReadings = 4096;

  const tick = () => {
    run.ticks += 1;
    if (run.ticks % ticksBetweenClockReadings === 0 && now() > run.deadline) {
      throw run.runtimeError;
    }
  };
  const turn = (count) => {
    if (count > maximumTurns) {
      throw new Failure(`a loop may run ${maximumTurns} times at most`);
    }
    tick();
  };
  // What for…of runs over: elements that its body appends are not visited
  // (docs/reference/appsync.md#loops-comparisons-and-texts). What other changes do was never recorded.
  const elementsOf = function* (list) {
    const before = list.slice();
    for (let index = 0; index < before.length; index += 1) {
      if (index >= list.length || !is(list[index], before[index])) {
        throw new Failure('not emulated: a list that for…of runs over and its body changes, but by appending');
      }
      yield before[index];
    }
  };
  const elements = (value) => {
    if (typeof value === 'string') {
      return value;
    }
    if (!isArray(value)) {
      throw new WrongType('what for…of runs over is not iterable');
    }
    return elementsOf(value);
  };
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  // The operator ==: an object is not equal to any text (docs/reference/appsync.md#loops-comparisons-and-texts).
  const equal = (left, right) => {
    if (isObject(left) === isObject(right)) {
      // eslint-disable-next-line eqeqeq -- it is what the resolver wrote
      return left == right;
    }
    const [object, value] = isObject(left) ? [left, right] : [right, left];
    if (value !== null && value !== undefined && (isArray(object) || typeof value !== 'string')) {
      throw new Failure(`not emulated: == of ${isArray(object) ? 'a list' : 'an object'} and a ${typeof value}`);
    }
    return false;
  };
  const link = freeze({ globals: library.globals, modules: library.modules, tick, turn, elements, equal });

  const readContext = (json) => {
    const ctx = parse(json);
    ctx.arguments = ctx.args;
    ctx.outErrors = run.outErrors;
    // Left out of JSON.stringify(ctx.info), and so of a payload built from it (docs/reference/appsync.md#the-context).
    for (const hidden of ['selectionSetList', 'selectionSetGraphQL']) {
      defineProperty(ctx.info, hidden, { value: ctx.info[hidden], enumerable: false });
    }
    return freeze(ctx);
  };

  const describeFault = (fault) => {
    if (fault === run.runtimeError) {
      return { text: null, place: null };
    }
    return { text: `${fault.name}: ${fault.message}`, place: run.placeOf(fault) };
  };

  const outcome = (ctx, fault) =>
    stringify({
      stash: ctx.stash,
      args: ctx.args,
      appended: run.appended,
      error: run.error,
      early: run.early,
      extensionCalls: run.extensionCalls,
      responseHeaders: run.responseHeaders,
      isUnauthorized: run.isUnauthorized,
      logs: run.logs,
      fault,
    });

  const evaluate = (startModule, handler, contextJson, authType, timeoutMs) => {
    run.appended = [];
    run.outErrors = [];
    run.logs = [];
    run.extensionCalls = [];
    run.responseHeaders = [];
    run.isUnauthorized = false;
    run.error = null;
    run.early = null;
    run.value = null;
    run.authType = authType;
    run.ticks = 0;
    run.deadline = now() + timeoutMs;
    const ctx = readContext(contextJson);
    run.fieldName = ctx.info.fieldName;
    run.parentTypeName = ctx.info.parentTypeName;
    let fault = null;
    let result = 'null';
    try {
      result = stringify(startModule()[handler](ctx)) ?? 'null';
    } catch (thrown) {
      if (thrown !== run.stop) {
        fault = describeFault(thrown);
      }
    }
    try {
      if (run.early !== null) {
        result = stringify(run.value) ?? 'null';
      }
      return `${outcome(ctx, fault)}\n${result}`;
    } catch (thrown) {
      // Something that is no JSON (a cycle) was left behind.
      run.error = null;
      run.early = null;
      return `${outcome({ stash: {}, args: {} }, describeFault(thrown))}\nnull`;
    }
  };
  return { evaluate, link };
});
