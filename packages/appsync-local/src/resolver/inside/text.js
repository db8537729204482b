// util's functions for ids and text (docs/reference/appsync.md#ids-text-and-numbers).
(function (ask) {
  'use strict';
  const Failure = Error;
  const onText = (name) => {
    const call = ask(name);
    return (...texts) => {
      for (const text of texts) {
        if (typeof text !== 'string') {
          throw new Failure(`not emulated: util.${name} of anything but text`);
        }
      }
      return call(...texts);
    };
  };
  const uuid = ask('uuid');
  const ulid = ask('ulid');
  const ksuid = ask('ksuid');

  return {
    autoId: () => uuid(),
    autoUlid: () => ulid(),
    autoKsuid: () => ksuid(),
    urlEncode: onText('urlEncode'),
    urlDecode: onText('urlDecode'),
    base64Encode: onText('base64Encode'),
    base64Decode: onText('base64Decode'),
    matches: onText('matches'),
  };
});
