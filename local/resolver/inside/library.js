// Puts the parts together: the globals every resolver has, and the modules it may import.
// A member that is not emulated fails by name, also when it is reached dynamically.
(function (builtins, core, dynamodb, time, dynamodbHelpers) {
  'use strict';
  const { hasOwn, keys, assign } = Object;
  const Failure = Error;

  const named = (path, members) =>
    new Proxy(members, {
      get: (target, key) => {
        if (typeof key === 'symbol' || hasOwn(target, key)) return target[key];
        throw new Failure(`not emulated: ${path}.${key}`);
      },
    });

  const helpers = assign({}, dynamodbHelpers, {
    operations: named('operations', dynamodbHelpers.operations),
  });
  const libraries = {
    util: named('util', assign({}, core.util, {
      dynamodb: named('util.dynamodb', dynamodb),
      time: named('util.time', time),
    })),
    runtime: named('runtime', core.runtime),
    extensions: named('extensions', core.extensions),
  };
  const globals = assign({}, libraries, builtins, { console: core.console });
  const modules = {
    '@aws-appsync/utils': named('@aws-appsync/utils', libraries),
    '@aws-appsync/utils/dynamodb': named('@aws-appsync/utils/dynamodb', helpers),
  };

  const shape = (members) => {
    const names = {};
    for (const key of keys(members)) names[key] = typeof members[key] === 'object' ? shape(members[key]) : true;
    return names;
  };
  return { globals, modules, shape: () => JSON.stringify({ globals: shape(globals), modules: shape(modules) }) };
})
