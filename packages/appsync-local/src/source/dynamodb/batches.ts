import { BatchGetItemCommand, BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { canonical, canonicalMap, plainAttributes, readAttributes, type Attributes } from './attributeValues.ts';
import { readProjection } from './expressions.ts';
import type { Operation } from './operation.ts';
import { allowOnly, flag, list, optional, readObject, required, type RequestObject } from './requestObject.ts';

const readEach = (value: unknown, place: string): Attributes[] =>
  list(value, place).map((attributes, index) => readAttributes(attributes, `${place}[${index}]`));

function eachTable<T>(request: RequestObject, read: (value: unknown, place: string) => T): Map<string, T> {
  allowOnly(request, ['version', 'operation', 'tables']);
  const { fields, place } = required(request, 'tables', readObject);
  return new Map(Object.entries(fields).map(([table, value]) => [table, read(value, `${place}[${table}]`)]));
}

function readTable(value: unknown, place: string) {
  if (Array.isArray(value)) {
    return { input: { Keys: readEach(value, place) }, added: [] };
  }
  const object = readObject(value, place);
  allowOnly(object, ['keys', 'consistentRead', 'projection']);
  const Keys = required(object, 'keys', readEach);
  const ConsistentRead = optional(object, 'consistentRead', flag);
  const projection = optional(object, 'projection', readProjection);
  if (projection === undefined) {
    return { input: { Keys, ConsistentRead }, added: [] };
  }
  const { added, expression, names } = withKeys(projection, Object.keys(Keys[0] ?? {}));
  return { input: { Keys, ConsistentRead, ProjectionExpression: expression, ExpressionAttributeNames: names }, added };
}

/** BatchGetItem: `{ data: { table: [item or null, in key order] }, unprocessedKeys: { table: [keys] } }`. */
export const batchGetItem: Operation = async (request, { client }) => {
  const tables = eachTable(request, readTable);
  const inputs = [...tables].map(([table, { input }]) => [table, input] as const);
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({ RequestItems: Object.fromEntries(inputs) }),
  );
  const data: Record<string, unknown[]> = {};
  const unprocessedKeys: Record<string, unknown[]> = {};
  for (const [table, { input, added }] of tables) {
    const found = Responses?.[table] ?? [];
    data[table] = input.Keys.map((key) => {
      const item = found.find((candidate) => hasKey(candidate, key));
      return item === undefined ? null : plainAttributes(without(item, added));
    });
    unprocessedKeys[table] = (UnprocessedKeys?.[table]?.Keys ?? []).map(plainAttributes);
  }
  return { result: { data, unprocessedKeys } };
};

/** DynamoDB answers in any order, so the key attributes are asked for too; `added` are those to leave out again. */
function withKeys(
  { expression, names = {} }: { expression: string; names?: Record<string, string> },
  keyNames: string[],
) {
  const asked = new Set(expression.split(',').map((part) => names[part.trim()] ?? part.trim()));
  const added = keyNames.filter((name) => !asked.has(name));
  const extra = Object.fromEntries(added.map((name, index) => [`#appsyncKey${index}`, name]));
  const all = { ...names, ...extra };
  return {
    added,
    expression: [expression, ...Object.keys(extra)].join(', '),
    names: Object.keys(all).length > 0 ? all : undefined,
  };
}

function hasKey(item: Attributes, key: Attributes): boolean {
  return Object.entries(key).every(
    ([name, value]) => item[name] !== undefined && canonical(item[name]) === canonical(value),
  );
}

function without(item: Attributes, names: string[]): Attributes {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

function batchWrite(
  leftOver: 'unprocessedItems' | 'unprocessedKeys',
  toRequest: (attributes: Attributes) => WriteRequest,
  fromRequest: (request: WriteRequest) => Attributes | undefined,
): Operation {
  return async (request, { client }) => {
    const tables = eachTable(request, readEach);
    const items = [...tables].map(([table, each]) => [table, each.map(toRequest)] as const);
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: Object.fromEntries(items) }),
    );
    const data: Record<string, unknown[]> = {};
    const unprocessed: Record<string, unknown[]> = {};
    for (const [table, each] of tables) {
      const left = (UnprocessedItems?.[table] ?? []).map(fromRequest).filter((attributes) => attributes !== undefined);
      const leftTexts = new Set(left.map(canonicalMap));
      data[table] = each.map((attributes) =>
        leftTexts.has(canonicalMap(attributes)) ? null : plainAttributes(attributes),
      );
      unprocessed[table] = left.map(plainAttributes);
    }
    return { result: { data, [leftOver]: unprocessed } };
  };
}

/** BatchPutItem: `{ data: { table: [item, or null if unprocessed] }, unprocessedItems }`. */
export const batchPutItem = batchWrite(
  'unprocessedItems',
  (Item) => ({ PutRequest: { Item } }),
  ({ PutRequest }) => PutRequest?.Item,
);

/** BatchDeleteItem: the same with keys, `{ data, unprocessedKeys }`. */
export const batchDeleteItem = batchWrite(
  'unprocessedKeys',
  (Key) => ({ DeleteRequest: { Key } }),
  ({ DeleteRequest }) => DeleteRequest?.Key,
);
