import { updateScope } from '../expression/update.ts';
import { ExpressionError } from '../expression/tokens.ts';
import type { Item } from '../item/attributeValue.ts';
import { indexEntry, isIndexTouched } from '../item/indexEntry.ts';
import { itemSize } from '../item/itemSize.ts';
import { partitionId } from '../item/tableSchema.ts';
import { indexUnits, kilobytes, tableUnits } from '../price/writeUnits.ts';
import type { IndexUnits } from '../price/writeUnits.ts';
import type { Backend } from './backend.ts';
import type { WriteAction } from './writeAction.ts';

/** Write units of one action outside a transaction. */
export interface WritePrice {
  table: number;
  indexes: IndexUnits[];
}

/** The longest a number can get (Developer Guide: 21 bytes). */
const NUMBER_BYTES = 21;

/** The price of an action that has been carried out; reads the item afterwards where the request does not tell it. */
export async function priceAfter(backend: Backend, action: WriteAction, before: Item | null): Promise<WritePrice> {
  const { kind, table, key, request } = action;
  if (kind === 'ConditionCheck' || (kind === 'Update' && isPriceUnchanged(action, before)))
    return { table: tableUnits(before, before), indexes: [] };
  const put = kind === 'Put' ? (request.Item ?? null) : null;
  const after = kind === 'Update' ? await backend.readItem(table, key) : put;
  return { table: tableUnits(before, after), indexes: indexUnits(table, before, after) };
}

/** Table units as far as they are known before it is carried out. */
export function unitsBefore({ kind, request }: WriteAction, before: Item | null): number {
  return tableUnits(before, kind === 'Put' ? (request.Item ?? null) : null);
}

/** Partitions of indexes that the action will write to, as far as they are known before. */
export function indexPartitions(action: WriteAction, before: Item | null): { arn: string; partition: string }[] {
  const { kind, table, request } = action;
  if (kind === 'ConditionCheck') return [];
  const scope = kind === 'Update' ? scopeOf(action)?.attributes : undefined;
  const images = kind === 'Put' ? [before, request.Item ?? null] : [before];
  return table.indexes.flatMap((index) => {
    if (scope !== undefined && !isIndexTouched(table, index, scope)) return [];
    const entries = images.map((image) => indexEntry(table, index, image)).filter((entry) => entry !== null);
    return entries.map((entry) => ({ arn: index.arn, partition: partitionId(index, entry) }));
  });
}

/** Whether an update can change neither the item's size in KB nor any entry of an index. */
function isPriceUnchanged(action: WriteAction, before: Item | null): boolean {
  const scope = scopeOf(action);
  if (before === null || scope === undefined || scope.copies) return false;
  if (action.table.indexes.some((index) => isIndexTouched(action.table, index, scope.attributes))) return false;
  const names = [...scope.attributes].reduce((sum, name) => sum + Buffer.byteLength(name) + NUMBER_BYTES, 0);
  const largest = itemSize(before) + itemSize(action.request.ExpressionAttributeValues ?? {}) + names;
  return kilobytes(largest) === kilobytes(itemSize(before));
}

function scopeOf({ request }: WriteAction): ReturnType<typeof updateScope> | undefined {
  try {
    return request.UpdateExpression === undefined
      ? undefined
      : updateScope(request.UpdateExpression, request.ExpressionAttributeNames);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
