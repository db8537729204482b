// `update` of '@aws-appsync/utils/dynamodb'. Flat updates as recorded; for nested fields, removals and list items only
// the effect is documented, so their text is ours.
(function (requests) {
  'use strict';
  const { accept, complete, typed, typedMap, isMap, isSet } = requests;
  const { keys } = Object;
  const { isArray } = Array;
  const Failure = Error;

  const set = (value, write) => ({ value, write: write ?? ((name, placeholder) => `${name} = ${placeholder}`) });
  const markers = {
    OPERATION_ADD: ({ value }) => set(value),
    OPERATION_REPLACE: ({ value }) => set(value),
    OPERATION_INCREMENT: ({ by }) => set(by, (name, value) => `${name} = ${name} + ${value}`),
    OPERATION_DECREMENT: ({ by }) => set(by, (name, value) => `${name} = ${name} - ${value}`),
    OPERATION_APPEND: ({ items }) => set(items, (name, value) => `${name} = list_append(${name}, ${value})`),
    OPERATION_PREPEND: ({ items }) => set(items, (name, value) => `${name} = list_append(${value}, ${name})`),
  };
  const typeOf = (value) =>
    isMap(value) && typeof value.type === 'string' && value.type.startsWith('OPERATION_') ? value.type : undefined;
  const isListItem = (value) => typeOf(value) === 'OPERATION_UPDATE_LIST_ITEM';

  const build = (changes) => {
    const sets = [];
    const removals = [];
    const expressionNames = {};
    const expressionValues = {};
    const count = { names: 0, values: 0 };

    const assign = (path, { value, write }) => {
      count.values += 1;
      expressionValues[`:expValue_${count.values}`] = typed(value);
      sets.push(write(path, `:expValue_${count.values}`));
    };
    const change = (path, wanted) => {
      const type = typeOf(wanted);
      if (type === 'OPERATION_REMOVE') {
        removals.push(path);
      } else if (type !== undefined && markers[type] !== undefined) {
        assign(path, markers[type](wanted));
      } else if (isArray(wanted) && wanted.some(isListItem)) {
        for (const item of wanted) {
          if (!isListItem(item)) {
            throw new Failure('not emulated: updateListItem beside other values');
          }
          assign(`${path}[${item.index}]`, set(item.value));
        }
      } else if (type !== undefined) {
        throw new Failure(`not emulated: ${type} here`);
      } else if (isMap(wanted) && !isSet(wanted)) {
        walk(`${path}.`, wanted);
      } else {
        assign(path, set(wanted));
      }
    };
    const walk = (prefix, fields) => {
      if (keys(fields).length === 0) {
        throw new Failure('not emulated: an update without fields');
      }
      for (const field of keys(fields)) {
        count.names += 1;
        expressionNames[`#expName_${count.names}`] = field;
        change(`${prefix}#expName_${count.names}`, fields[field]);
      }
    };

    walk('', changes);
    const parts = [];
    if (sets.length > 0) {
      parts.push(`SET ${sets.join(', ')}`);
    }
    if (removals.length > 0) {
      parts.push(`REMOVE ${removals.join(', ')}`);
    }
    const update = { expression: parts.join(' '), expressionNames };
    if (sets.length > 0) {
      update.expressionValues = expressionValues;
    }
    return update;
  };

  return {
    build,
    helpers: {
      update: (input) => {
        accept('update', input, ['key', 'update', 'condition']);
        return complete({ operation: 'UpdateItem', key: typedMap(input.key), update: build(input.update) }, input, [
          'condition',
        ]);
      },
    },
  };
});
