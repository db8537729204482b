import type { Item } from './attributeValue.ts';
import { keyOf } from './tableSchema.ts';
import type { IndexSchema, TableSchema } from './tableSchema.ts';

/** What an index holds of an item; null if nothing, because a key attribute of the index is missing. */
export function indexEntry(table: TableSchema, index: IndexSchema, item: Item | null): Item | null {
  if (item === null || keyOf(index, item) === null) return null;
  if (index.projected === 'ALL') return item;
  const names = namesInIndex(table, index);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** Whether a change of these attributes can be seen in the index. */
export function isIndexTouched(table: TableSchema, index: IndexSchema, attributes: Set<string>): boolean {
  const names = namesInIndex(table, index);
  return index.projected === 'ALL' ? attributes.size > 0 : [...attributes].some((name) => names.has(name));
}

function namesInIndex(table: TableSchema, index: IndexSchema): Set<string> {
  const projected = index.projected === 'ALL' ? [] : index.projected;
  return new Set([...table.keys, ...index.keys].map(({ name }) => name).concat(projected));
}
