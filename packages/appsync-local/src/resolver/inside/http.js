// util.http (Developer Guide, "HTTP helpers in util.http"). `run` is the record of the current evaluation.
(function (run) {
  'use strict';
  const { keys } = Object;
  const Failure = Error;
  const hopByHop = [
    'transfer-encoding',
    'connection',
    'host',
    'expect',
    'keep-alive',
    'upgrade',
    'proxy-authenticate',
    'proxy-authorization',
    'te',
    'content-length',
  ];
  const restricted = [
    ...hopByHop,
    'access-control-allow-credentials',
    'access-control-allow-origin',
    'access-control-expose-headers',
    'access-control-max-age',
    'access-control-allow-methods',
    'access-control-allow-headers',
    'vary',
    'content-type',
  ];
  const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
  const fieldText = /^[\t\x20-\x7e]*$/;

  const isIllegal = (name, value) => {
    if (typeof name !== 'string' || name === '' || value === null || value === undefined) {
      return true;
    }
    const known = name.toLowerCase();
    return restricted.indexOf(known) !== -1 || known.startsWith('x-amzn-') || known.startsWith('x-amz-');
  };

  const addResponseHeader = (name, value) => {
    if (isIllegal(name, value)) {
      run.append({ message: 'illegal response header', errorType: 'ResponseHeaderError', data: null, errorInfo: null });
      return;
    }
    // How AppSync writes an object or list, and what it makes of line breaks, is not documented.
    if (typeof value === 'object' || !token.test(name) || !fieldText.test(`${value}`)) {
      throw new Failure(
        'not emulated: util.http.addResponseHeader with anything but visible ASCII, a number or a boolean',
      );
    }
    run.responseHeaders.push([name, `${value}`]);
  };

  return {
    copyHeaders: (headers) => {
      const copied = {};
      for (const name of keys(headers)) {
        if (hopByHop.indexOf(name.toLowerCase()) === -1) {
          copied[name] = headers[name];
        }
      }
      return copied;
    },
    addResponseHeader,
    addResponseHeaders: (headers) => keys(headers).forEach((name) => addResponseHeader(name, headers[name])),
  };
});
