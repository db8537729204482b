import type { Item } from '../item/attributeValue.ts';
import { itemSize } from '../item/itemSize.ts';

/**
 * Read units of one item, missing ones included: 1 per 4 KB, half of that if not consistent (Developer Guide, read
 * capacity).
 */
export function itemReadUnits(item: Item | null, isConsistent: boolean): number {
  return pageReadUnits(itemSize(item), isConsistent);
}

/** Read units of a page of a Query or Scan: its size is rounded up as a whole. */
export function pageReadUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5);
}

/**
 * Read units of one item in TransactGetItems, or of an action whose transaction is replayed by its token
 * (docs/reference/dynamodb.md#idempotency, docs/reference/dynamodb.md#units).
 */
export function transactionReadUnits(item: Item | null): number {
  return 2 * itemReadUnits(item, true);
}
