import { parseCondition } from './expression/condition.ts';
import { holds } from './expression/evaluate.ts';
import { updatedItem } from './expression/updatedItem.ts';
import type { Item } from './item/attributeValue.ts';
import {
  itemId,
  keyOf,
  partitionId,
  tableSchema,
  type TableDescription,
  type TableSchema,
} from './item/tableSchema.ts';
import type { Backend } from './model/backend.ts';
import { jsonAnswer, type WireAnswer, type Call, type RequestBody } from './wire/answer.ts';

/** Tables in memory, which take no time, to be put behind the model. */
export interface MemoryTable extends Backend {
  /** Stores an item past all conditions, in the first table. */
  put(item: Item): void;
  /** Everything stored, of all tables. */
  items(): Item[];
}

/**
 * Empty tables for `startModel` in virtual time. They carry out what the model sends: transactions, whose conditions
 * the model has judged, each token once, TransactGetItems, GetItem, BatchGetItem, PutItem, DeleteItem, UpdateItem
 * (updates as `updatedItem` understands them) and Query on a table (a filter, an index and further pages left out);
 * they throw at anything else.
 */
export function memoryTable(...descriptions: [TableDescription, ...TableDescription[]]): MemoryTable {
  const schemas = new Map(descriptions.map((description) => [description.TableName, tableSchema(description)]));
  const [first] = [...schemas.values()] as [TableSchema];
  const partitions = new Map<string, Map<string, Item>>();
  const schemaFor = ({ TableName = first.name }: RequestBody): TableSchema => schemas.get(TableName) ?? first;
  const partitionOf = (schema: TableSchema, key: Item): Map<string, Item> => {
    const id = partitionId(schema, key);
    const partition = partitions.get(id) ?? new Map<string, Item>();
    return partitions.set(id, partition) && partition;
  };
  const find = (schema: TableSchema, key: Item = {}): Item | null =>
    partitionOf(schema, key).get(itemId(schema, key)) ?? null;
  const put = (schema: TableSchema, item: Item): void =>
    void partitionOf(schema, item).set(itemId(schema, keyOf(schema, item)!), item);
  const update = (request: RequestBody): Item => {
    const schema = schemaFor(request);
    const item = updatedItem(find(schema, request.Key) ?? { ...request.Key }, request);
    put(schema, item);
    return item;
  };
  const remove = (request: RequestBody): void => {
    const schema = schemaFor(request);
    partitionOf(schema, request.Key ?? {}).delete(itemId(schema, request.Key ?? {}));
  };
  const current = (request: RequestBody): Item | null =>
    find(schemaFor(request), request.Key ?? keyOf(schemaFor(request), request.Item) ?? {});
  const isAllowed = (request: RequestBody): boolean =>
    request.ConditionExpression === undefined ||
    holds(
      parseCondition(request.ConditionExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues),
      current(request),
    );
  const tokens = new Set<string>();
  const transact = ({ TransactItems: actions = [], ClientRequestToken: token }: RequestBody): WireAnswer => {
    if (token !== undefined && tokens.has(token)) {
      return jsonAnswer(200, {});
    }
    for (const { Put, Update, Delete, ConditionCheck } of actions) {
      if (ConditionCheck && !isAllowed(ConditionCheck)) {
        throw new Error('the model has let a condition pass that does not hold');
      }
      if (Put) {
        put(schemaFor(Put), Put.Item ?? {});
      }
      if (Update) {
        update(Update);
      }
      if (Delete) {
        remove(Delete);
      }
    }
    if (token !== undefined) {
      tokens.add(token);
    }
    return jsonAnswer(200, {});
  };
  const write = (body: RequestBody, carryOutWrite: () => void): WireAnswer => {
    if (!isAllowed(body)) {
      const Item = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? (current(body) ?? undefined) : undefined;
      return jsonAnswer(400, { __type: 'ConditionalCheckFailedException', Item });
    }
    carryOutWrite();
    return jsonAnswer(200, {});
  };
  const query = (body: RequestBody): WireAnswer => {
    const { KeyConditionExpression = '', ExpressionAttributeNames, ExpressionAttributeValues, Limit } = body;
    const schema = schemaFor(body);
    const [partitionKey, sortKey] = schema.keys.map(({ name }) => name) as [string, string];
    const condition = parseCondition(KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues);
    const partition = Object.values(ExpressionAttributeValues ?? {}).flatMap((value) => [
      ...partitionOf(schema, { [partitionKey]: value }).values(),
    ]);
    const sortOf = (item: Item): string => (item[sortKey] as { S: string }).S;
    const direction = body.ScanIndexForward === false ? -1 : 1;
    const Items = partition
      .filter((item) => holds(condition, item))
      .sort((one, other) => (sortOf(one) < sortOf(other) ? -direction : direction))
      .slice(0, Limit as number | undefined);
    return jsonAnswer(200, { Items, Count: Items.length, ScannedCount: Items.length });
  };
  const batchGet = ({ RequestItems = {} }: RequestBody): WireAnswer => {
    const requests = RequestItems as Record<string, { Keys?: Item[] }>;
    const found = Object.entries(requests).map(([TableName, { Keys = [] }]) => {
      const schema = schemaFor({ TableName });
      return [TableName, Keys.map((key) => find(schema, key)).filter((item) => item !== null)];
    });
    return jsonAnswer(200, { Responses: Object.fromEntries(found), UnprocessedKeys: {} });
  };
  const carryOut = ({ operation, body }: Call): WireAnswer => {
    switch (operation) {
      case 'GetItem':
        return jsonAnswer(200, { Item: current(body) ?? undefined });
      case 'BatchGetItem':
        return batchGet(body);
      case 'Query':
        return query(body);
      case 'PutItem':
        return write(body, () => put(schemaFor(body), body.Item ?? {}));
      case 'UpdateItem':
        return write(body, () => void update(body));
      case 'DeleteItem':
        return write(body, () => remove(body));
      case 'TransactWriteItems':
        return transact(body);
      case 'TransactGetItems':
        return jsonAnswer(200, {
          Responses: body.TransactItems?.map(({ Get }) => ({ Item: (Get && current(Get)) ?? undefined })),
        });
      default:
        throw new Error(`a table in memory cannot ${operation}`);
    }
  };
  return {
    put: (item) => put(first, item),
    items: () => [...partitions.values()].flatMap((partition) => [...partition.values()]),
    readItem: async (table, key) => find(table, key),
    schemaOf: async (name) => schemas.get(name) ?? null,
    forward: async ({ operation, body }, changed = body) => carryOut({ operation, body: changed, raw: Buffer.of() }),
  };
}
