import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addOne,
  check,
  keyOf,
  number,
  put,
  remove,
  startThings,
  TABLE_NAME,
  text,
  type StoredItem,
  type Things,
} from './table.ts';

let table: Things;
let proxy: Awaited<ReturnType<Things['proxy']>>;
beforeAll(async () => {
  table = await startThings();
  proxy = await table.proxy();
});
afterAll(() => table.stop());

const kilobytes = (count: number) => text('x'.repeat(1024 * count));

/** Units of table and indexes that a piece of work takes by one operation. */
async function unitsOf(
  operation: string,
  work: () => Promise<unknown>,
): Promise<[table: number, indexes: number, read: number]> {
  proxy.resetStats();
  await work();
  const { tableWriteUnits = NaN, indexWriteUnits = NaN, readUnits = NaN } = proxy.stats().operations[operation] ?? {};
  return [tableWriteUnits, indexWriteUnits, readUnits];
}

const transact = (...TransactItems: TransactWriteItem[]) =>
  unitsOf('TransactWriteItems', () =>
    proxy.client.send(new TransactWriteItemsCommand({ TransactItems })).catch(() => undefined),
  );
const set = (Key: StoredItem, attribute: string, value: string): TransactWriteItem => ({
  Update: {
    TableName: TABLE_NAME,
    Key,
    UpdateExpression: 'SET #a = :a',
    ExpressionAttributeNames: { '#a': attribute },
    ExpressionAttributeValues: { ':a': text(value) },
  },
});

/** Items without `group` are in index All only, and every change of theirs shows there. */
describe('write units', () => {
  it('of a registration are 2 per item and 1 per entry of an index (docs/reference/dynamodb.md#dynamodb-local)', async () => {
    await Promise.all([table.put(keyOf('user')), table.put({ ...keyOf('event'), count: number(0) })]);
    expect(await transact(check(keyOf('user')), addOne(keyOf('event')), put(keyOf('registration')))).toEqual([6, 2, 0]);
  });

  it.each([
    ['a new item', undefined, put({ ...keyOf('price-new') }), [2, 1, 0]],
    [
      'a new item of 2.1 KB',
      undefined,
      put({ ...keyOf('price-large'), a: kilobytes(2), b: text('y'.repeat(100)) }),
      [6, 3, 0],
    ],
    ['an overwrite by the same', keyOf('price-same'), put(keyOf('price-same')), [2, 0, 0]],
    [
      'an overwrite by less, by the larger image',
      { ...keyOf('price-less'), a: kilobytes(2) },
      put(keyOf('price-less')),
      [6, 3, 0],
    ],
    ['an update', { ...keyOf('price-update'), count: number(1) }, addOne(keyOf('price-update')), [2, 1, 0]],
    [
      'an update that grows the item',
      { ...keyOf('price-grow'), a: kilobytes(1) },
      set(keyOf('price-grow'), 'b', 'x'.repeat(1024)),
      [6, 3, 0],
    ],
    [
      'a removal, by what is stored',
      { ...keyOf('price-remove'), a: kilobytes(1) },
      remove(keyOf('price-remove')),
      [4, 2, 0],
    ],
    [
      'a check, by what is stored',
      { ...keyOf('price-check'), a: kilobytes(1) },
      check(keyOf('price-check')),
      [4, 0, 0],
    ],
    [
      'another value of what two indexes show',
      { ...keyOf('price-shown'), group: text('g'), shown: text('a') },
      set(keyOf('price-shown'), 'shown', 'b'),
      [2, 2, 0],
    ],
    [
      'another value of what one index shows',
      { ...keyOf('price-hidden'), group: text('g'), count: number(1) },
      addOne(keyOf('price-hidden')),
      [2, 1, 0],
    ],
    [
      'a move within an index',
      { ...keyOf('price-move'), group: text('g') },
      set(keyOf('price-move'), 'group', 'h'),
      [2, 3, 0],
    ],
    ['an entry that appears', keyOf('price-appear'), set(keyOf('price-appear'), 'group', 'h'), [2, 2, 0]],
  ])('in a transaction of %s', async (_, before, action, units) => {
    if (before !== undefined) {
      await table.put(before);
    }
    expect(await transact(action)).toEqual(units);
  });

  it('of a cancelled transaction are the prepare half of every action', async () => {
    await table.put({ ...keyOf('cancelled'), a: kilobytes(2) });
    expect(
      await transact(
        put(keyOf('cancelled'), 'attribute_not_exists(PK)'),
        put(keyOf('cancelled-2')),
        check(keyOf('cancelled-3')),
      ),
    ).toEqual([5, 0, 0]);
  });

  it('of a transaction replayed by its token are read units', async () => {
    const replayed = new TransactWriteItemsCommand({
      TransactItems: [put(keyOf('replayed')), put(keyOf('replayed-2'))],
      ClientRequestToken: 'replayed',
    });
    await proxy.client.send(replayed);
    expect(await unitsOf('TransactWriteItems', () => proxy.client.send(replayed))).toEqual([0, 0, 4]);
  });

  it('of plain writes count once, refused conditions included', async () => {
    const Item = { ...keyOf('plain'), a: kilobytes(1) };
    expect(
      await unitsOf('PutItem', () => proxy.client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }))),
    ).toEqual([2, 2, 0]);
    const refused = new PutItemCommand({
      TableName: TABLE_NAME,
      Item,
      ConditionExpression: 'attribute_not_exists(PK)',
    });
    expect(await unitsOf('PutItem', () => proxy.client.send(refused).catch(() => undefined))).toEqual([2, 0, 0]);
    const update = new UpdateItemCommand({ TableName: TABLE_NAME, Key: keyOf('plain'), UpdateExpression: 'REMOVE a' });
    expect(await unitsOf('UpdateItem', () => proxy.client.send(update))).toEqual([2, 2, 0]);
    expect(
      await unitsOf('DeleteItem', () =>
        proxy.client.send(new DeleteItemCommand({ TableName: TABLE_NAME, Key: keyOf('plain') })),
      ),
    ).toEqual([1, 1, 0]);
  });
});

describe('read units', () => {
  it('go by size, half if not consistent, and double in transactions', async () => {
    const large = { ...keyOf('read', 'large'), a: kilobytes(5) };
    await Promise.all([table.put(large), table.put(keyOf('read', 'small'))]);
    const get = (SK: string, ConsistentRead: boolean) =>
      unitsOf('GetItem', () =>
        proxy.client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: keyOf('read', SK), ConsistentRead })),
      );
    expect(
      [await get('large', true), await get('large', false), await get('missing', true)].map(([, , read]) => read),
    ).toEqual([2, 1, 1]);
    const Keys = ['large', 'small', 'missing'].map((SK) => keyOf('read', SK));
    const batch = () => proxy.client.send(new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys } } }));
    expect(await unitsOf('BatchGetItem', batch)).toEqual([0, 0, 2]);
    const together = () =>
      proxy.client.send(
        new TransactGetItemsCommand({ TransactItems: Keys.map((Key) => ({ Get: { TableName: TABLE_NAME, Key } })) }),
      );
    expect(await unitsOf('TransactGetItems', together)).toEqual([0, 0, 8]);
    const query = (more: object) => () =>
      proxy.client.send(
        new QueryCommand({
          TableName: TABLE_NAME,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': text('read') },
          ...more,
        }),
      );
    expect(await unitsOf('Query', query({}))).toEqual([0, 0, 1]);
    expect(await unitsOf('Query', query({ ConsistentRead: true }))).toEqual([0, 0, 2]);
    expect(await unitsOf('Query', query({ ConsistentRead: true, Select: 'COUNT' }))).toEqual([0, 0, 2]);
  });
});
