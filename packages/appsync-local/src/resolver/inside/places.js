// Finds where resolver code failed. V8 asks the `Error` of this realm to write stack traces; ours writes the place of
// the topmost frame of resolver code and nothing else, so neither frames nor functions of Node are ever handed out.
(function (run, codeFileName) {
  'use strict';
  const Failure = Error;
  const prepareStackTrace = (error, frames) => {
    for (const frame of frames) {
      if (frame.getFileName() === codeFileName) {
        return `${frame.getLineNumber()}:${frame.getColumnNumber()}`;
      }
    }
    return '';
  };
  // The library calls itself many frames deep before it finds fault with what it was given.
  Failure.stackTraceLimit = 100;
  const isPlace = /^\d+:\d+$/;

  // 'line:column' in the text that ran, or null.
  run.placeOf = (error) => {
    try {
      return isPlace.test(error.stack) ? error.stack : null;
    } catch {
      return null;
    }
  };
  Failure.prepareStackTrace = prepareStackTrace;
  return { prepareStackTrace };
});
