import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../../../domain/keys.ts';
import { parseCondition } from '../../../dynamodb-contention/src/expression/condition.ts';
import { holds } from '../../../dynamodb-contention/src/expression/evaluate.ts';
import type { Item } from '../../../dynamodb-contention/src/item/attributeValue.ts';
import { itemId, keyOf, tableSchema } from '../../../dynamodb-contention/src/item/tableSchema.ts';
import type { TableSchema } from '../../../dynamodb-contention/src/item/tableSchema.ts';
import type { Backend } from '../../../dynamodb-contention/src/model/backend.ts';
import { jsonAnswer } from '../../../dynamodb-contention/src/wire/answer.ts';
import type { RequestBody } from '../../../dynamodb-contention/src/wire/answer.ts';

export const MEMORY_TABLE = 'Memory';

/** A table in memory, to be put behind the model. */
export interface MemoryTable extends Backend {
  put(item: object): void;
  /** Everything stored, as plain objects. */
  items(): Record<string, unknown>[];
}

/**
 * A table that takes no time, for rushes in virtual time. Carries out transactions (whose conditions the model has
 * judged), UpdateItem and GetItem as the domain writes them: updates are `SET a = a + :v, b = :v REMOVE c`.
 */
export function memoryTable(): MemoryTable {
  const schema = schemaOfTable();
  const stored = new Map<string, Item>();
  const idOf = (key: Item | undefined): string => itemId(schema, keyOf(schema, key)!);
  const update = (request: RequestBody): Item => {
    const item = updated(stored.get(idOf(request.Key)) ?? { ...request.Key }, request);
    stored.set(idOf(request.Key), item);
    return item;
  };
  const updateIf = (request: RequestBody) => {
    const {
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    } = request;
    const isAllowed =
      condition === undefined || holds(parseCondition(condition, names, values), stored.get(idOf(request.Key)) ?? null);
    return isAllowed
      ? jsonAnswer(200, { Attributes: update(request) })
      : jsonAnswer(400, { __type: 'ConditionalCheckFailedException' });
  };
  return {
    put: (item) => void stored.set(idOf(marshall(item) as Item), marshall(item) as Item),
    items: () => [...stored.values()].map((item) => unmarshall(item as Record<string, AttributeValue>)),
    readItem: async (_, key) => stored.get(idOf(key)) ?? null,
    schemaOf: async () => schema,
    async forward({ operation, body }) {
      if (operation === 'GetItem') return jsonAnswer(200, { Item: stored.get(idOf(body.Key)) });
      if (operation === 'UpdateItem') return updateIf(body);
      for (const { Put, Update, Delete } of body.TransactItems ?? []) {
        if (Put) stored.set(idOf(Put.Item), Put.Item ?? {});
        if (Update) update(Update);
        if (Delete) stored.delete(idOf(Delete.Key));
      }
      return jsonAnswer(200, {});
    },
  };
}

function schemaOfTable(): TableSchema {
  const keySchema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  const names = new Set(
    [TABLE_KEYS, ...Object.values(INDEXES)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  );
  return tableSchema({
    TableName: MEMORY_TABLE,
    AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(TABLE_KEYS),
    GlobalSecondaryIndexes: Object.values(INDEXES).map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  });
}

/** An item after an update; sections are known by their names, actions within them are separated by commas. */
function updated(
  item: Item,
  { UpdateExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: RequestBody,
): Item {
  const after = { ...item };
  for (const [, section, actions = ''] of UpdateExpression.matchAll(/(SET|REMOVE) (.*?)(?= REMOVE |$)/g)) {
    for (const action of actions.split(',').map((text) => text.trim())) {
      const [target = '', ...operands] = action.split(/[ =+]+/);
      const name = ExpressionAttributeNames[target] ?? target;
      const value = ExpressionAttributeValues[operands.at(-1) ?? ''];
      if (section === 'REMOVE') delete after[name];
      else after[name] = operands.length === 1 ? value! : sumOf(item[name], value);
    }
  }
  return after;
}

function sumOf(one: unknown, other: unknown): Item[string] {
  const numberOf = (value: unknown): number => Number((value as { N?: string } | undefined)?.N ?? 0);
  return { N: String(numberOf(one) + numberOf(other)) };
}
