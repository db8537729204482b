import { tableOf, type Key } from '../../../domain/keys.ts';
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
  return keys.map(({ PK, SK }) => found.find((item) => item.PK === PK && item.SK === SK) ?? null);
}
