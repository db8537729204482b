import type { Item } from '../item/attributeValue.ts';
import { itemId, keyOf, tableSchema } from '../item/tableSchema.ts';
import type { Backend } from '../model/backend.ts';
import { jsonAnswer } from '../wire/answer.ts';
import type { RequestBody } from '../wire/answer.ts';

/**
 * A table in memory with keys PK and SK, which takes no time. Carries out what the calibration sends: puts, checks, and
 * updates that add one to `count`; the model has judged the conditions.
 */
export function memoryBackend(): Backend & { items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const keys = ['PK', 'SK'];
  const table = tableSchema({
    TableName: 'Memory',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
  });
  const idOf = (item: Item | undefined): string => itemId(table, keyOf(table, item)!);
  const addOne = ({ Key }: RequestBody): void => {
    const item = items.get(idOf(Key)) ?? { ...Key, count: { N: '0' } };
    const count = Number((item['count'] as { N: string }).N) + 1;
    items.set(idOf(Key), { ...item, count: { N: String(count) } });
  };
  return {
    items,
    async forward({ operation, body }) {
      for (const action of body.TransactItems ?? []) {
        if (action['Put']) items.set(idOf(action['Put'].Item), action['Put'].Item ?? {});
        if (action['Update']) addOne(action['Update']);
      }
      if (operation === 'UpdateItem') addOne(body);
      const found = body.TransactItems?.map(({ Get }) => ({ Item: Get && items.get(idOf(Get.Key)) }));
      return jsonAnswer(200, operation === 'TransactGetItems' ? { Responses: found } : {});
    },
    readItem: async (_, key) => items.get(idOf(key)) ?? null,
    schemaOf: async () => table,
  };
}
