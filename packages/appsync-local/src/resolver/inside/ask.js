// Calls a function of Node by name: primitives in, primitives out. An answer that begins with the mark is the reason of
// a failure.
(function (run, host, failureMark) {
  'use strict';
  const Failure = Error;
  return (name) => {
    const call = host[name];
    return (...values) => {
      let answer;
      try {
        answer = call(...values);
      } catch {
        // An exception of Node (a stack overflow, a pattern without end) must not come in.
        throw run.runtimeError;
      }
      if (typeof answer === 'string' && answer.startsWith(failureMark)) {
        throw new Failure(answer.slice(failureMark.length));
      }
      return answer;
    };
  };
});
