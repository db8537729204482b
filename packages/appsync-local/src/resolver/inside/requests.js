// Single-item requests, Query and Scan of '@aws-appsync/utils/dynamodb', and what all its requests are made of. Shapes
// of requests are documented and partly recorded; texts of conditions, filters, key conditions and projections are ours
// (docs/emulation.md).
(function (dynamodb, toExpression) {
  'use strict';
  const { keys, hasOwn } = Object;
  const { isArray } = Array;
  const Failure = Error;
  const sets = new WeakSet();
  const plainName = /^\w+$/;
  const keyOperators = ['eq', 'le', 'lt', 'ge', 'gt', 'between', 'beginsWith'];
  const isMap = (value) => typeof value === 'object' && value !== null && !isArray(value);

  const typed = (value) => {
    if (sets.has(value)) {
      return value;
    }
    if (isArray(value)) {
      return { L: value.map(typed) };
    }
    return isMap(value) ? { M: typedMap(value) } : dynamodb.toDynamoDB(value);
  };
  const typedMap = (map) => {
    const values = {};
    for (const key of keys(map)) {
      values[key] = typed(map[key]);
    }
    return values;
  };

  const accept = (helper, input, known) => {
    if (!isMap(input)) {
      throw new Failure(`not emulated: ${helper} without an object`);
    }
    for (const key of keys(input)) {
      if (known.indexOf(key) === -1) {
        throw new Failure(`not emulated: ${key} of ${helper}`);
      }
    }
  };

  const expressionOf = (what, filter) => {
    const built = toExpression(filter);
    if (built === null || built.expression === '') {
      throw new Failure(`not emulated: ${what} that says nothing AppSync could render`);
    }
    for (const name of keys(built.expressionNames)) {
      if (!plainName.test(name.slice(1))) {
        throw new Failure(`not emulated: the name ${name.slice(1)} in ${what}`);
      }
    }
    if (keys(built.expressionValues).length === 0) {
      delete built.expressionValues;
    }
    return built;
  };

  const keyConditionOf = (query) => {
    for (const name of keys(query)) {
      const operators = isMap(query[name]) ? keys(query[name]) : [];
      if (operators.length !== 1 || keyOperators.indexOf(operators[0]) === -1) {
        throw new Failure(`not emulated: the key condition of ${name}`);
      }
    }
    return expressionOf('a key condition', query);
  };

  const projectionOf = (paths) => {
    const expressionNames = {};
    const expression = paths
      .map((path) =>
        path
          .split('.')
          .map((name) => {
            if (!plainName.test(name)) {
              throw new Failure(`not emulated: the path ${path} in a projection`);
            }
            expressionNames[`#${name}`] = name;
            return `#${name}`;
          })
          .join('.'),
      )
      .join(', ');
    return { expression, expressionNames };
  };

  const built = {
    condition: (value) => expressionOf('a condition', value),
    filter: (value) => expressionOf('a filter', value),
    projection: projectionOf,
  };
  // Copies what the input has of these; null counts as absent.
  const complete = (request, input, names) => {
    for (const name of names) {
      const value = input[name];
      if (value !== undefined && value !== null) {
        request[name] = hasOwn(built, name) ? built[name](value) : value;
      }
    }
    return request;
  };

  const set = (name) => (list) => {
    const marked = dynamodb[name](list);
    if (marked !== null) {
      sets.add(marked);
    }
    return marked;
  };
  const onItem = (helper, operation, others) => (input) => {
    accept(helper, input, ['key', ...others]);
    return complete({ operation, key: typedMap(input.key) }, input, others);
  };
  const pages = ['index', 'limit', 'filter', 'nextToken', 'consistentRead', 'projection', 'select'];

  const helpers = {
    get: onItem('get', 'GetItem', ['consistentRead', 'projection']),
    remove: onItem('remove', 'DeleteItem', ['condition']),
    put: (input) => {
      accept('put', input, ['key', 'item', 'condition']);
      return complete(
        { operation: 'PutItem', key: typedMap(input.key), attributeValues: typedMap(input.item) },
        input,
        ['condition'],
      );
    },
    scan: (input) => {
      accept('scan', input, [...pages, 'totalSegments', 'segment']);
      return complete({ operation: 'Scan' }, input, [...pages, 'totalSegments', 'segment']);
    },
    query: (input) => {
      accept('query', input, [...pages, 'query', 'scanIndexForward']);
      return complete({ operation: 'Query', query: keyConditionOf(input.query) }, input, [
        ...pages,
        'scanIndexForward',
      ]);
    },
    toStringSet: set('toStringSet'),
    toNumberSet: set('toNumberSet'),
    toBinarySet: set('toBinarySet'),
  };
  return { helpers, accept, complete, typed, typedMap, isMap, isSet: (value) => sets.has(value) };
});
