import { isDeepStrictEqual } from 'node:util';
import { keyOf, tableOf, type Key } from '../../../domain/keys.ts';
import type { TableNames } from './transactItem.ts';

/** Keys by the name of their table, as BatchGetItem takes them. */
export function keysByTable(keys: Key[], tableNames: TableNames): Record<string, Key[]> {
  const byTable: Record<string, Key[]> = {};
  for (const key of keys) {
    (byTable[tableNames[tableOf(key)]] ??= []).push(key);
  }
  return byTable;
}

/** The items that a BatchGetItem has found, in the order of the keys. */
export function inOrderOf(keys: Key[], found: Record<string, unknown>[]): (Record<string, unknown> | null)[] {
  return keys.map((key) => found.find((item) => isDeepStrictEqual(keyOf(item as unknown as Key), key)) ?? null);
}
