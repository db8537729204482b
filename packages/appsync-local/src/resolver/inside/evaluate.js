// Runs one handler. Everything crosses the border as a string: the context comes in as JSON, the outcome goes out as
// two lines of JSON (what was left behind, then the result), so no object of one realm is seen by the other.
(function (run, library) {
  'use strict';
  const { parse, stringify } = JSON;
  const { freeze, defineProperty } = Object;
  const { now } = Date;
  const Failure = Error;
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
  const link = freeze({ globals: library.globals, modules: library.modules, tick, turn });

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
