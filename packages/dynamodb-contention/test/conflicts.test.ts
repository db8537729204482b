import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type TransactionCanceledException,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startModel } from '../src/model/startModel.ts';
import {
  addOne,
  check,
  gate,
  keyOf,
  number,
  put,
  remove,
  startThings,
  TABLE_NAME,
  thingsInMemory,
  type StoredItem,
  type Things,
} from './table.ts';
import { virtualTime } from '../src/time/virtualTime.ts';
import type { RequestBody } from '../src/wire/answer.ts';

let table: Things;
beforeAll(async () => void (table = await startThings()));
afterAll(() => table.stop());

const transact = (TransactItems: TransactWriteItem[]) => new TransactWriteItemsCommand({ TransactItems });
const readTogether = (Key: StoredItem) =>
  new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: TABLE_NAME, Key } }] });
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const codesOf = (error: unknown): unknown =>
  (error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code);

let items = 0;

/** Does something while a transaction with this action is in flight on an item that exists. */
async function whileHeld(
  action: (key: StoredItem) => TransactWriteItem,
  work: (client: DynamoDBClient, key: StoredItem) => Promise<void>,
): Promise<void> {
  const { client, plan } = await table.proxy();
  const key = keyOf(`held-${(items += 1)}`);
  await table.put({ ...key, count: number(1) });
  const { opened, open } = gate();
  plan({ match: () => true, fault: 'stalledCoordinator', until: opened });
  const inFlight = client.send(transact([action(key)]));
  await expect
    .poll(async () => codesOf(await failure(client.send(readTogether(key)))))
    .toEqual(['TransactionConflict']);
  try {
    await work(client, key);
  } finally {
    open();
  }
  await inFlight;
}

describe('a transaction that names an item twice', () => {
  it('is refused as invalid, and does nothing', async () => {
    const { client } = await table.proxy();
    const key = keyOf('named-twice');
    const error = await failure(client.send(transact([put(key), put(key)])));
    expect(error).toMatchObject({ name: 'ValidationException' });
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: key, ConsistentRead: true }));
    expect(Item).toBeUndefined();
  });
});

describe('while a transaction is in flight on an item', () => {
  const actions = {
    put: (key: StoredItem) => put(key),
    addOne: (key: StoredItem) => addOne(key),
    remove,
    check: (key: StoredItem) => check(key),
  };

  it.each(Object.entries(actions))(
    'with %s, every other transaction on it is cancelled at its place',
    async (_, action) => {
      await whileHeld(action, async (client, key) => {
        for (const other of Object.values(actions)) {
          const error = await failure(client.send(transact([put(keyOf('bystander')), other(key)])));
          expect(codesOf(error)).toEqual(['None', 'TransactionConflict']);
        }
      });
    },
  );

  it.each(Object.entries(actions))('with %s, plain writes to it are refused', async (_, action) => {
    await whileHeld(action, async (client, key) => {
      const writes = [
        new PutItemCommand({ TableName: TABLE_NAME, Item: key }),
        new DeleteItemCommand({ TableName: TABLE_NAME, Key: key }),
        new UpdateItemCommand({ TableName: TABLE_NAME, Key: key, UpdateExpression: 'SET a = PK' }),
      ];
      for (const write of writes) {
        expect(await failure(client.send(write as PutItemCommand))).toBeInstanceOf(TransactionConflictException);
      }
    });
  });

  it('reads of every kind answer the last committed value, but for TransactGetItems', async () => {
    await whileHeld(actions.addOne, async (client, key) => {
      const committed = { ...key, count: number(1) };
      for (const ConsistentRead of [true, false]) {
        expect(
          (await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: key, ConsistentRead }))).Item,
        ).toEqual(committed);
        const query = {
          TableName: TABLE_NAME,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': key.PK! },
          ConsistentRead,
        };
        expect((await client.send(new QueryCommand(query))).Items).toEqual([committed]);
      }
      expect((await client.send(new ScanCommand({ TableName: TABLE_NAME }))).Items).toContainEqual(committed);
      const batch = await client.send(new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys: [key] } } }));
      expect(batch.Responses).toEqual({ [TABLE_NAME]: [committed] });
      expect(codesOf(await failure(client.send(readTogether(key))))).toEqual(['TransactionConflict']);
    });
  });

  it('BatchWriteItem leaves it unprocessed and writes the rest', async () => {
    await whileHeld(actions.addOne, async (client, key) => {
      const other = keyOf(`beside ${key.PK?.S}`);
      const requests = [{ PutRequest: { Item: other } }, { DeleteRequest: { Key: key } }];
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: requests } }),
      );
      expect(UnprocessedItems).toEqual({ [TABLE_NAME]: [{ DeleteRequest: { Key: key } }] });
      expect(await table.get(other)).toEqual(other);
    });
  });
});

/**
 * Stages of one length each: a write takes 4 ms, a read 10 ms; a transaction is prepared 4 to 8 ms and holds 6 to 14 ms
 * after its start.
 */
describe('in time', () => {
  const profile = {
    write: { p50: 4, p99: 4, tail: { probability: 0, fromMs: 0, toMs: 0 } },
    read: { p50: 10, p99: 10 },
    queryMsPer100Kb: 0,
    isPerItem: false,
  };
  const hot = { TableName: TABLE_NAME, Key: { PK: { S: 'hot' }, SK: { S: 'hot' } } };
  const update = {
    ...hot,
    UpdateExpression: 'ADD #count :one',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };
  const requests: Record<string, RequestBody> = {
    TransactWriteItems: { TransactItems: [{ Update: update }] },
    UpdateItem: update,
    TransactGetItems: { TransactItems: [{ Get: hot }] },
    GetItem: hot,
  };
  const missing: RequestBody = {
    TransactItems: [{ ConditionCheck: { ...hot, ConditionExpression: 'attribute_exists(PK)' } }],
  };

  /** Whether A, from 0 ms, and B, from `startMs`, succeed. */
  async function race(a: string, b: string, startMs: number, bodyOfA = requests[a]!): Promise<[boolean, boolean]> {
    const time = virtualTime();
    const model = startModel(thingsInMemory(), time, { seed: 1, profile });
    const send = async (operation: string, body: RequestBody, atMs: number): Promise<boolean> => {
      await time.pause(atMs);
      return (await model.send(operation, body))?.failure === null;
    };
    return time.run(() => Promise.all([send(a, bodyOfA, 0), send(b, requests[b]!, startMs)]));
  }

  it.each([
    ['TransactWriteItems', 'TransactWriteItems', 1, true, false],
    ['TransactWriteItems', 'TransactWriteItems', 9, true, true],
    ['TransactWriteItems', 'UpdateItem', 3, true, true],
    ['TransactWriteItems', 'UpdateItem', 5, true, false],
    ['TransactWriteItems', 'UpdateItem', 13, true, true],
    ['TransactWriteItems', 'TransactGetItems', 0, true, false],
    ['TransactWriteItems', 'TransactGetItems', 5, true, true],
    ['TransactWriteItems', 'GetItem', 0, true, true],
    ['UpdateItem', 'TransactWriteItems', 0, true, true],
    ['UpdateItem', 'UpdateItem', 0, true, true],
    ['UpdateItem', 'TransactGetItems', 0, true, true],
    ['TransactGetItems', 'UpdateItem', 11, false, true],
    ['TransactGetItems', 'TransactWriteItems', 5, false, true],
    ['TransactGetItems', 'TransactWriteItems', 15, true, true],
    ['TransactGetItems', 'TransactGetItems', 5, true, true],
  ])('%s, then %s %i ms later: %s and %s', async (a, b, startMs, isFirstDone, isSecondDone) => {
    expect(await race(a, b, startMs)).toEqual([isFirstDone, isSecondDone]);
  });

  it('a transaction whose condition fails holds nothing', async () => {
    expect(await race('TransactWriteItems', 'TransactWriteItems', 1, missing)).toEqual([false, true]);
  });

  it('GetItem is never refused, plain writes less often than TransactGetItems, and counters equal what was acknowledged', async () => {
    const time = virtualTime();
    const backend = thingsInMemory();
    const model = startModel(backend, time, { seed: 11 });
    const tried: Record<string, number> = {};
    const done: Record<string, number> = {};
    const loop = async (operation: string): Promise<void> => {
      while (time.nowMs() < 20_000) {
        tried[operation] = (tried[operation] ?? 0) + 1;
        const answer = await model.send(operation, requests[operation]!);
        if (answer?.failure === null) {
          done[operation] = (done[operation] ?? 0) + 1;
        }
      }
    };
    const clients: Record<string, number> = { TransactWriteItems: 8, UpdateItem: 4, TransactGetItems: 4, GetItem: 1 };
    await time.run(() =>
      Promise.all(
        Object.entries(clients).flatMap(([operation, count]) => Array.from({ length: count }, () => loop(operation))),
      ),
    );
    const refused = (operation: string): number => 1 - done[operation]! / tried[operation]!;
    expect(refused('GetItem')).toBe(0);
    expect(refused('UpdateItem')).toBeGreaterThan(0.3);
    expect(refused('TransactGetItems')).toBeGreaterThan(refused('UpdateItem'));
    expect(backend.items()).toMatchObject([{ count: { N: String(done.TransactWriteItems! + done.UpdateItem!) } }]);
    const answer = await time.run(async () => model.send('TransactGetItems', requests.TransactGetItems!));
    expect(answer?.content).toMatchObject({ Responses: [{ Item: hot.Key }] });
  });
});
