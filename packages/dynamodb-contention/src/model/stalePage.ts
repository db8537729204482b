import { compareValues } from '../expression/compareValues.ts';
import { parseCondition } from '../expression/condition.ts';
import { holds } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/tokens.ts';
import type { Item } from '../item/attributeValue.ts';
import { indexEntry } from '../item/indexEntry.ts';
import { itemId, keyOf } from '../item/tableSchema.ts';
import type { IndexSchema, TableSchema } from '../item/tableSchema.ts';
import type { RequestBody } from '../wire/answer.ts';
import { project } from './project.ts';
import type { RecentWrite } from './recentWrites.ts';

export interface Page {
  Items?: Item[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Item;
}

/**
 * A page of a Query as it was before some writes: their items are as they were, missing, or there again, in order. An
 * approximation: the page keeps its end, and an item is put back only where it lies within the page and there is room
 * for it. Pages that count only, and queries that are not understood, stay as they are.
 */
export function stalePage(
  table: TableSchema,
  request: RequestBody,
  page: Page,
  unseen: RecentWrite[],
): { page: Page; changes: number } {
  const query = readQuery(table, request);
  if (page.Items === undefined || query === null || unseen.length === 0) return { page, changes: 0 };
  let items = page.Items;
  let changes = 0;
  for (const write of unseen) {
    const at = items.findIndex((item) => itemIdOf(table, item) === write.id);
    const entry = query.entryOf(write.before);
    if (at >= 0) {
      items = items.flatMap((item, position) => (position !== at ? [item] : entry === null ? [] : [entry]));
      changes += 1;
    } else if (entry !== null && query.isWithin(page, entry) && items.length < (request.Limit ?? Infinity)) {
      items = [...items, entry];
      changes += 1;
    }
  }
  if (changes === 0) return { page, changes };
  items = [...items].sort(query.order);
  const more = items.length - page.Items.length;
  return {
    page: {
      ...page,
      Items: items,
      Count: page.Count + more,
      ScannedCount: Math.max(items.length, page.ScannedCount + more),
    },
    changes,
  };
}

interface Query {
  /** An item as the query returns it; null if it does not. */
  entryOf(item: Item | null): Item | null;
  isWithin(page: Page, entry: Item): boolean;
  order(one: Item, other: Item): number;
}

/** Null for what is not imitated: projections that leave keys out included. */
function readQuery(table: TableSchema, request: RequestBody): Query | null {
  const index = table.indexes.find(({ name }) => name === request.IndexName);
  const keys: TableSchema | IndexSchema = index ?? table;
  const {
    KeyConditionExpression,
    FilterExpression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = request;
  if (KeyConditionExpression === undefined || (request.IndexName !== undefined && index === undefined)) return null;
  try {
    const conditions = [KeyConditionExpression, FilterExpression]
      .filter((text) => text !== undefined)
      .map((text) => parseCondition(text, names, values));
    const direction = request.ScanIndexForward === false ? -1 : 1;
    const sortKey = keys.keys[1]?.name ?? '';
    const order = (one: Item, other: Item): number =>
      direction * (one[sortKey] && other[sortKey] ? (compareValues(one[sortKey], other[sortKey]) ?? 0) : 0);
    const entryOf = (item: Item | null): Item | null => {
      const entry = index === undefined ? item : indexEntry(table, index, item);
      if (entry === null || !conditions.every((condition) => holds(condition, entry))) return null;
      const shown = project(entry, request) ?? null;
      return shown !== null && keyOf(table, shown) !== null && keyOf(keys, shown) !== null ? shown : null;
    };
    const isWithin = ({ LastEvaluatedKey: last }: Page, entry: Item): boolean =>
      (request.ExclusiveStartKey === undefined || order(request.ExclusiveStartKey, entry) < 0) &&
      (last === undefined || order(entry, last) < 0);
    return { entryOf, isWithin, order };
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}

function itemIdOf(table: TableSchema, item: Item): string | null {
  return keyOf(table, item) === null ? null : itemId(table, item);
}
