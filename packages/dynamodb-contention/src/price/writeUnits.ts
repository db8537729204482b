import { isSameItem } from '../expression/compareValues.ts';
import type { Item } from '../item/attributeValue.ts';
import { indexEntry } from '../item/indexEntry.ts';
import { itemSize } from '../item/itemSize.ts';
import { keyOf, partitionId, type IndexSchema, type TableSchema } from '../item/tableSchema.ts';

/** Units that one write takes from one partition of an index. */
export interface IndexUnits {
  index: IndexSchema;
  partition: string;
  units: number;
}

/**
 * Write units for the item itself, outside a transaction: 1 per KB of the larger image, at least 1
 * (docs/reference/dynamodb.md#units).
 */
export function tableUnits(before: Item | null, after: Item | null): number {
  return kilobytes(Math.max(itemSize(before), itemSize(after)));
}

/**
 * Write units for the entries in all indexes, the same in and outside a transaction (docs/reference/dynamodb.md#units):
 * new or removed 1, changed 1, moved to another index key 2, nothing projected changed 0; each per KB of the entry.
 */
export function indexUnits(table: TableSchema, before: Item | null, after: Item | null): IndexUnits[] {
  return table.indexes.flatMap((index) => {
    const [old, current] = [indexEntry(table, index, before), indexEntry(table, index, after)];
    const charge = (entry: Item, size: number): IndexUnits => ({
      index,
      partition: partitionId(index, entry),
      units: kilobytes(size),
    });
    if (old !== null && current !== null && isSameItem(keyOf(index, old)!, keyOf(index, current)!)) {
      return isSameItem(old, current) ? [] : [charge(current, Math.max(itemSize(old), itemSize(current)))];
    }
    return [old, current].filter((entry) => entry !== null).map((entry) => charge(entry, itemSize(entry)));
  });
}

export function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}
