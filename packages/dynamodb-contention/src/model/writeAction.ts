import type { Item } from '../item/attributeValue.ts';
import { itemId, keyOf, type TableSchema } from '../item/tableSchema.ts';
import type { RequestBody } from '../wire/answer.ts';
import type { Backend } from './backend.ts';

export type ActionKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
const KINDS: readonly string[] = ['Put', 'Update', 'Delete', 'ConditionCheck'];

/** One write, or check, of one item. */
export interface WriteAction {
  kind: ActionKind;
  table: TableSchema;
  key: Item;
  id: string;
  /** Expressions and placeholders, and the item of a put. */
  request: RequestBody;
}

/** Reads one action; null if its table is unknown or its key wrong, which Local then says better. */
export async function readAction(
  backend: Backend,
  kind: ActionKind,
  request: RequestBody,
): Promise<WriteAction | null> {
  const table = typeof request.TableName === 'string' ? await backend.schemaOf(request.TableName) : null;
  const key = table === null ? null : keyOf(table, kind === 'Put' ? request.Item : request.Key);
  return table === null || key === null ? null : { kind, table, key, id: itemId(table, key), request };
}

/** The actions of a transaction in order; null if there are none, or one is wrong. */
export async function readActions(
  backend: Backend,
  items: RequestBody['TransactItems'],
): Promise<WriteAction[] | null> {
  if (!Array.isArray(items) || items.length === 0 || items.length > 100) {
    return null;
  }
  const actions = await Promise.all(
    items.map(async (item) => {
      const [entry, ...more] = Object.entries(item);
      if (entry === undefined || more.length > 0 || !KINDS.includes(entry[0])) {
        return null;
      }
      return readAction(backend, entry[0] as ActionKind, entry[1]);
    }),
  );
  return actions.every((action) => action !== null) ? actions : null;
}
