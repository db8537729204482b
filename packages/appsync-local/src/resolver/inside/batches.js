// Batches and transactions of '@aws-appsync/utils/dynamodb': the documented request objects (Developer Guide,
// "JavaScript resolver function reference for DynamoDB").
(function (requests, buildUpdate) {
  'use strict';
  const { accept, complete, typedMap, isMap } = requests;
  const { keys } = Object;
  const Failure = Error;

  const perTable = (operation, helper, convert) => (input) => {
    accept(helper, input, ['tables']);
    const tables = {};
    for (const table of keys(input.tables)) {
      tables[table] = convert(input.tables[table]);
    }
    return { operation, tables };
  };
  const actions = {
    putItem: ['PutItem', ({ item }) => ({ attributeValues: typedMap(item) }), ['item']],
    updateItem: ['UpdateItem', ({ update }) => ({ update: buildUpdate(update) }), ['update']],
    deleteItem: ['DeleteItem', () => ({}), []],
    conditionCheck: ['ConditionCheck', () => ({}), []],
  };
  const toAction = (item) => {
    const [name] = isMap(item) ? keys(item) : [];
    const action = actions[name];
    if (action === undefined || keys(item).length !== 1) {
      throw new Failure('not emulated: an item of transactWrite that is not one known action');
    }
    const [operation, own, names] = action;
    const input = item[name];
    accept(name, input, ['table', 'key', 'condition', ...names]);
    return complete({ table: input.table, operation, key: typedMap(input.key), ...own(input) }, input, ['condition']);
  };

  return {
    batchGet: perTable('BatchGetItem', 'batchGet', (table) => {
      accept('batchGet', table, ['keys', 'consistentRead', 'projection']);
      return complete({ keys: table.keys.map(typedMap) }, table, ['consistentRead', 'projection']);
    }),
    batchPut: perTable('BatchPutItem', 'batchPut', (items) => items.map(typedMap)),
    batchDelete: perTable('BatchDeleteItem', 'batchDelete', (keysOfTable) => keysOfTable.map(typedMap)),
    transactGet: (input) => {
      accept('transactGet', input, ['items']);
      const transactItems = input.items.map((item) => {
        accept('transactGet', item, ['table', 'key', 'projection']);
        return complete({ table: item.table, key: typedMap(item.key) }, item, ['projection']);
      });
      return { operation: 'TransactGetItems', transactItems };
    },
    transactWrite: (input) => {
      accept('transactWrite', input, ['items']);
      return { operation: 'TransactWriteItems', transactItems: input.items.map(toAction) };
    },
  };
});
