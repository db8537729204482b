// The built-ins that APPSYNC_JS has (docs/reference/appsync.md#built-ins), as plain objects: neither callable nor
// constructible.
(function () {
  'use strict';
  const { parse, stringify } = JSON;
  const pick = (from, names) => {
    const picked = {};
    for (const name of names) {
      picked[name] = from[name];
    }
    return picked;
  };
  return {
    Object: pick(Object, ['assign', 'entries', 'hasOwn', 'keys', 'values']),
    Array: pick(Array, ['isArray']),
    String: pick(String, ['raw']),
    Number: pick(Number, ['isFinite', 'isNaN']),
    Math: pick(Math, ['random', 'min', 'max', 'round', 'floor', 'ceil']),
    JSON: {
      // A blank string instead of an exception: AppSync's documented answer to invalid JSON.
      parse: (text) => {
        try {
          return parse(text);
        } catch {
          return '';
        }
      },
      stringify: (value) => stringify(value),
    },
  };
});
