import { parseCondition } from './expression/condition.ts';
import { holds } from './expression/evaluate.ts';
import { updatedItem } from './expression/updatedItem.ts';
import type { Item } from './item/attributeValue.ts';
import { itemId, keyOf, tableSchema, type TableDescription } from './item/tableSchema.ts';
import type { Backend } from './model/backend.ts';
import { jsonAnswer, type WireAnswer, type Call, type RequestBody } from './wire/answer.ts';

/** A table in memory, which takes no time, to be put behind the model. */
export interface MemoryTable extends Backend {
  /** Stores an item past all conditions. */
  put(item: Item): void;
  /** Everything stored. */
  items(): Item[];
}

/**
 * An empty table for `startModel` in virtual time. It carries out what the model sends: transactions, whose conditions
 * the model has judged, TransactGetItems, GetItem, and UpdateItem (updates as `updatedItem` understands them); it
 * throws at anything else.
 */
export function memoryTable(description: TableDescription): MemoryTable {
  const schema = tableSchema(description);
  const stored = new Map<string, Item>();
  const idOf = (item: Item | undefined): string => itemId(schema, keyOf(schema, item)!);
  const find = (key: Item | undefined): Item | null => stored.get(idOf(key)) ?? null;
  const put = (item: Item): void => void stored.set(idOf(item), item);
  const update = (request: RequestBody): Item => {
    const item = updatedItem(find(request.Key) ?? { ...request.Key }, request);
    put(item);
    return item;
  };
  const isAllowed = ({ Key, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: RequestBody) =>
    ConditionExpression === undefined ||
    holds(parseCondition(ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues), find(Key));
  const transact = (actions: RequestBody['TransactItems'] = []): WireAnswer => {
    for (const { Put, Update, Delete, ConditionCheck } of actions) {
      if (ConditionCheck && !isAllowed(ConditionCheck)) {
        throw new Error('the model has let a condition pass that does not hold');
      }
      if (Put) {
        put(Put.Item ?? {});
      }
      if (Update) {
        update(Update);
      }
      if (Delete) {
        stored.delete(idOf(Delete.Key));
      }
    }
    return jsonAnswer(200, {});
  };
  const carryOut = ({ operation, body }: Call): WireAnswer => {
    switch (operation) {
      case 'GetItem':
        return jsonAnswer(200, { Item: find(body.Key) ?? undefined });
      case 'UpdateItem':
        return isAllowed(body)
          ? jsonAnswer(200, { Attributes: update(body) })
          : jsonAnswer(400, { __type: 'ConditionalCheckFailedException' });
      case 'TransactWriteItems':
        return transact(body.TransactItems);
      case 'TransactGetItems':
        return jsonAnswer(200, {
          Responses: body.TransactItems?.map(({ Get }) => ({ Item: find(Get?.Key) ?? undefined })),
        });
      default:
        throw new Error(`a table in memory cannot ${operation}`);
    }
  };
  return {
    put,
    items: () => [...stored.values()],
    readItem: async (_, key) => find(key),
    schemaOf: async (name) => (name === schema.name ? schema : null),
    forward: async (call) => carryOut(call),
  };
}
