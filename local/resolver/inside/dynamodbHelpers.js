// The module '@aws-appsync/utils/dynamodb' as far as its outputs were recorded (reference 4.1).
// An input whose generated text was never recorded is refused by name.
(function (toDynamoDB, toMapValues) {
  'use strict';
  const { keys, hasOwn } = Object;
  const { isArray } = Array;
  const Failure = Error;

  const accept = (helper, input, known) => {
    for (const key of keys(input)) {
      if (known.indexOf(key) === -1) throw new Failure(`not emulated: ${key} of ${helper}`);
    }
  };

  const withPassedOn = (request, input, names) => {
    for (const name of names) {
      if (input[name] !== undefined && input[name] !== null) request[name] = input[name];
    }
    return request;
  };

  const get = (input) => {
    accept('get', input, ['key', 'consistentRead']);
    return withPassedOn({ operation: 'GetItem', key: toMapValues(input.key) }, input, ['consistentRead']);
  };

  const put = (input) => {
    accept('put', input, ['key', 'item']);
    return { operation: 'PutItem', key: toMapValues(input.key), attributeValues: toMapValues(input.item) };
  };

  const remove = (input) => {
    accept('remove', input, ['key']);
    return { operation: 'DeleteItem', key: toMapValues(input.key) };
  };

  const scan = (input) => {
    const passed = ['limit', 'nextToken', 'index', 'consistentRead', 'totalSegments', 'segment', 'select'];
    accept('scan', input, passed);
    return withPassedOn({ operation: 'Scan' }, input, passed);
  };

  const operations = {
    add: (value) => ({ type: 'OPERATION_ADD', value }),
    replace: (value) => ({ type: 'OPERATION_REPLACE', value }),
    increment: (by = 1) => ({ type: 'OPERATION_INCREMENT', by }),
    decrement: (by = 1) => ({ type: 'OPERATION_DECREMENT', by }),
    append: (items) => ({ type: 'OPERATION_APPEND', items }),
    prepend: (items) => ({ type: 'OPERATION_PREPEND', items }),
    remove: () => ({ type: 'OPERATION_REMOVE' }),
  };

  const change = (field, wanted) => {
    const plain = wanted === null || typeof wanted !== 'object' || isArray(wanted);
    if (plain) return { value: wanted, set: (name, value) => `${name} = ${value}` };
    if (!hasOwn(wanted, 'type')) throw new Failure(`not emulated: nested object in update (${field})`);
    switch (wanted.type) {
      case 'OPERATION_ADD':
      case 'OPERATION_REPLACE':
        return { value: wanted.value, set: (name, value) => `${name} = ${value}` };
      case 'OPERATION_INCREMENT':
        return { value: wanted.by, set: (name, value) => `${name} = ${name} + ${value}` };
      case 'OPERATION_DECREMENT':
        return { value: wanted.by, set: (name, value) => `${name} = ${name} - ${value}` };
      case 'OPERATION_APPEND':
        return { value: wanted.items, set: (name, value) => `${name} = list_append(${name}, ${value})` };
      case 'OPERATION_PREPEND':
        return { value: wanted.items, set: (name, value) => `${name} = list_append(${value}, ${name})` };
      case 'OPERATION_REMOVE':
        return { set: null };
      default:
        throw new Failure(`not emulated: nested object in update (${field})`);
    }
  };

  const update = (input) => {
    accept('update', input, ['key', 'update']);
    const sets = [];
    const removes = [];
    const expressionNames = {};
    const expressionValues = {};
    keys(input.update).forEach((field, index) => {
      const name = `#expName_${index + 1}`;
      const value = `:expValue_${index + 1}`;
      const wanted = change(field, input.update[field]);
      expressionNames[name] = field;
      if (wanted.set === null) {
        removes.push(name);
      } else {
        sets.push(wanted.set(name, value));
        expressionValues[value] = toDynamoDB(wanted.value);
      }
    });
    const parts = [];
    if (sets.length > 0) parts.push(`SET ${sets.join(', ')}`);
    if (removes.length > 0) parts.push(`REMOVE ${removes.join(', ')}`);
    const built = { expression: parts.join(' '), expressionNames };
    if (sets.length > 0) built.expressionValues = expressionValues;
    return { operation: 'UpdateItem', key: toMapValues(input.key), update: built };
  };

  return { get, put, remove, scan, update, operations };
})
