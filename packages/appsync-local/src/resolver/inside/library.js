// Puts the parts together: the globals every resolver has, and the modules it may import.
// A member that is not emulated fails by name, also when it is reached dynamically.
(function (load, run, host, failureMark) {
  'use strict';
  const { hasOwn, keys, assign } = Object;
  const ask = load('ask')(run, host, failureMark);
  const builtins = load('builtins')();
  const core = load('core')(run);
  const dynamodb = load('dynamodb')();
  const { toExpression, ...expressions } = load('filterExpression')(dynamodb.toDynamoDB);
  const { math, str } = load('numberAndText')();
  const requests = load('requests')(dynamodb, toExpression);
  const update = load('update')(requests);
  const Failure = Error;

  const named = (path, members) =>
    new Proxy(members, {
      get: (target, key) => {
        if (typeof key === 'symbol' || hasOwn(target, key)) {
          return target[key];
        }
        throw new Failure(`not emulated: ${path}.${key}`);
      },
    });

  const helpers = assign({}, requests.helpers, update.helpers, load('batches')(requests, update.build), {
    operations: named('operations', load('operations')()),
  });
  const libraries = {
    util: named(
      'util',
      assign({}, core.util, load('text')(ask), {
        dynamodb: named('util.dynamodb', dynamodb),
        time: named('util.time', load('time')(ask)),
        transform: named('util.transform', assign(expressions, load('subscriptionFilter')())),
        http: named('util.http', load('http')(run)),
        math: named('util.math', math),
        str: named('util.str', str),
      }),
    ),
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
    for (const key of keys(members)) {
      names[key] = typeof members[key] === 'object' ? shape(members[key]) : true;
    }
    return names;
  };
  return {
    globals,
    modules,
    replace: ask('replace'),
    shape: () => JSON.stringify({ globals: shape(globals), modules: shape(modules) }),
  };
});
