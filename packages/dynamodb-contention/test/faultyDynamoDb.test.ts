import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  DescribeTableCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
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
import { realTime } from '../src/time/realTime.ts';

let table: Things;
beforeAll(async () => void (table = await startThings()));
afterAll(() => table.stop());

const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  new TransactWriteItemsCommand({ TransactItems, ClientRequestToken });
const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const codesOf = (error: unknown): unknown[] =>
  (error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code) ?? [String(error)];
const always = (): boolean => true;

describe('an answer of the faulty DynamoDB', () => {
  it('tells why a transaction was cancelled, action by action, with the item where it was asked for', async () => {
    const { client } = await table.proxy();
    const stored = { ...keyOf('reasons'), count: number(5) };
    await table.put(stored);
    const error = await failure(
      client.send(
        transact([
          put(keyOf('reasons-new')),
          put(keyOf('reasons'), 'attribute_not_exists(PK)'),
          check(keyOf('reasons-missing')),
        ]),
      ),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: stored },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect((error as TransactionCanceledException).CancellationReasons?.[2]).not.toHaveProperty('Item');
    expect(await table.get(keyOf('reasons-new'))).toBeUndefined();
  });

  it('spells a failed condition as chosen', async () => {
    const { client } = await table.proxy({ reasonSpelling: 'ConditionCheckFailed' });
    const error = await failure(client.send(transact([check(keyOf('spelling-missing')), put(keyOf('spelling'))])));
    expect(codesOf(error)).toEqual(['ConditionCheckFailed', 'None']);
  });

  it.each([
    ['throttleRequest', 'onDemand', ThrottlingException],
    ['throttleRequest', 'provisioned', ProvisionedThroughputExceededException],
    ['error500Before', 'onDemand', InternalServerError],
    ['error500After', 'onDemand', InternalServerError],
  ] as const)('to %s (%s) is the genuine exception', async (fault, billing, type) => {
    const { client, plan } = await table.proxy({ billing });
    plan({ match: always, fault });
    const item = keyOf(`${fault} ${billing}`);
    const error = await failure(client.send(transact([put(item)])));
    expect(error).toBeInstanceOf(type);
    expect(await table.get(item)).toEqual(fault === 'error500After' ? item : undefined);
  });

  it('to a throttled write names what is exhausted', async () => {
    const { client, plan } = await table.proxy();
    plan({ match: always, fault: 'throttleTable' }, { match: always, fault: 'throttleIndex' });
    const write = () => failure(client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: keyOf('throttled') })));
    expect(await write()).toMatchObject({
      throttlingReasons: [
        { reason: 'TableWriteKeyRangeThroughputExceeded', resource: expect.stringMatching(/table\/Things$/) },
      ],
    });
    expect(await write()).toMatchObject({
      throttlingReasons: [
        { reason: 'IndexWriteKeyRangeThroughputExceeded', resource: expect.stringMatching(/index\/All$/) },
      ],
    });
  });

  it('passes on what only DynamoDB Local can say', async () => {
    const { client } = await table.proxy();
    const item = keyOf('twice');
    expect(await failure(client.send(transact([put(item), check(item)])))).toMatchObject({
      name: 'ValidationException',
    });
    expect(await failure(client.send(transact([put(item, 'PK = :unknown')])))).toMatchObject({
      name: 'ValidationException',
    });
    await client.send(transact([put(item)], 'mismatch'));
    expect(await failure(client.send(transact([put(keyOf('other'))], 'mismatch')))).toBeInstanceOf(
      IdempotentParameterMismatchException,
    );
    const refused = new PutItemCommand({
      TableName: TABLE_NAME,
      Item: item,
      ConditionExpression: 'attribute_not_exists(PK)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const error = await failure(client.send(refused));
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: item });
    expect(await failure(client.send(new GetItemCommand({ TableName: 'Nowhere', Key: item })))).toBeInstanceOf(
      DynamoDBServiceException,
    );
  });
});

describe('a transaction', () => {
  it('is remembered by its token before any look at conflicts', async () => {
    const { client, plan } = await table.proxy();
    const { opened, open } = gate();
    const item = keyOf('replay');
    plan({ match: always, fault: 'lostAnswer' }, { match: always, fault: 'stalledCoordinator', until: opened });
    expect(await failure(client.send(transact([addOne(item)], 'lost')))).toMatchObject({ code: 'ECONNRESET' });
    const stalled = client.send(transact([addOne(item)], 'stalled'));
    await expect
      .poll(async () => codesOf(await failure(client.send(transact([addOne(item)])))))
      .toEqual(['TransactionConflict']);
    await client.send(transact([addOne(item)], 'lost'));
    expect(await failure(client.send(transact([addOne(item)], 'stalled')))).toBeInstanceOf(
      TransactionInProgressException,
    );
    open();
    await stalled;
    await client.send(transact([addOne(item)], 'stalled'));
  });

  it('that was cancelled runs afresh under the same token', async () => {
    const { client, plan } = await table.proxy();
    plan({ match: always, fault: 'rejectionStorm', position: 1 });
    const actions = [put(keyOf('afresh-1')), put(keyOf('afresh-2')), put(keyOf('afresh-3'))];
    expect(codesOf(await failure(client.send(transact(actions, 'afresh'))))).toEqual([
      'None',
      'TransactionConflict',
      'None',
    ]);
    await client.send(transact(actions, 'afresh'));
    expect(await table.get(keyOf('afresh-2'))).toBeDefined();
  });

  it('takes effect although its client has gone away', async () => {
    const { client, plan, pending } = await table.proxy();
    const { opened, open } = gate();
    plan({ match: always, fault: 'stalledCoordinator', until: opened });
    const leaving = new AbortController();
    const sent = failure(client.send(transact([put(keyOf('gone'))]), { abortSignal: leaving.signal }));
    await expect.poll(pending).toBe(0);
    leaving.abort();
    await sent;
    open();
    await expect.poll(() => table.get(keyOf('gone'))).toBeDefined();
    await expect.poll(() => failure(client.send(transact([addOne(keyOf('gone'))])))).toBe('no failure');
  });

  it('with a failed condition reports a conflict beside it when reasons are mixed', async () => {
    const { client, setFaults, stats } = await table.proxy({ faults: { mixedReasons: 1 } });
    const mixed = codesOf(
      await failure(client.send(transact([put(keyOf('mixed')), check(keyOf('mixed-missing')), put(keyOf('mixed-2'))]))),
    );
    expect(mixed[1]).toBe('ConditionalCheckFailed');
    expect([...mixed].sort()).toEqual(['ConditionalCheckFailed', 'None', 'TransactionConflict']);
    await client.send(transact([put(keyOf('mixed')), put(keyOf('mixed-2'))]));
    expect(stats().faults.mixedReasons).toBe(1);
    setFaults({});
    await client.send(transact([put(keyOf('mixed'))]));
  });

  it('is throttled by reason, the index with words of its own', async () => {
    const { client, plan } = await table.proxy();
    plan(
      { match: always, fault: 'throttleTable', position: 0 },
      { match: always, fault: 'throttleIndex', position: 1 },
    );
    const actions = [put(keyOf('throttle-1')), put(keyOf('throttle-2'))];
    const reasons = async () =>
      ((await failure(client.send(transact(actions)))) as TransactionCanceledException).CancellationReasons;
    expect(await reasons()).toMatchObject([
      {
        Code: 'ThrottlingError',
        Message: expect.stringMatching(/^Throughput exceeds the current capacity of your table/),
      },
      { Code: 'None' },
    ]);
    expect(await reasons()).toMatchObject([
      { Code: 'None' },
      { Code: 'ThrottlingError', Message: expect.stringContaining('global secondary indexes') },
    ]);
  });

  it('is not disturbed by a plain write that was refused', async () => {
    const { client, plan, pending } = await table.proxy();
    const { opened, open } = gate();
    plan({ match: always, fault: 'stalledCoordinator', until: opened });
    const held = client.send(transact([addOne(keyOf('plain'))]));
    await expect.poll(pending).toBe(0);
    await expect
      .poll(() => failure(client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: keyOf('plain') }))))
      .toBeInstanceOf(TransactionConflictException);
    open();
    await held;
    expect(await table.get(keyOf('plain'))).toMatchObject({ count: number(1) });
  });
});

describe('a request that is stopped', () => {
  const write = (item: StoredItem) => transact([put(item)]);

  it('before it is carried out has done nothing until it is let go on', async () => {
    const { client, intercept } = await table.proxy();
    const item = keyOf('stopped-before');
    const { reached, release } = intercept({ match: always, fault: 'slowRequest' });
    const sent = client.send(write(item));
    await reached;
    expect(await table.get(item)).toBeUndefined();
    release();
    await sent;
    expect(await table.get(item)).toEqual(item);
  });

  it('before it is answered has been carried out, and its answer may still get lost', async () => {
    const { client, intercept, stats } = await table.proxy();
    const [held, lost] = [keyOf('stopped-held'), keyOf('stopped-lost')];
    const first = intercept({ match: always, fault: 'slowAnswer' });
    const second = intercept({ match: always, fault: ['slowAnswer', 'lostAnswer'] });
    for (const [interception, item, outcome] of [
      [first, held, 'no failure'],
      [second, lost, expect.objectContaining({ code: 'ECONNRESET' })],
    ] as const) {
      const answered = failure(client.send(write(item)).then(() => 'no failure'));
      await interception.reached;
      expect(await table.get(item)).toEqual(item);
      interception.release();
      expect(await answered).toEqual(outcome);
    }
    expect(stats().faults).toMatchObject({ slowAnswer: 2, lostAnswer: 1 });
  });

  it('does not wait at all when it was let go on before it came, nor when the proxy closes', async () => {
    const { client, intercept, close } = await table.proxy();
    intercept({ match: always, fault: 'slowRequest' }).release();
    await client.send(write(keyOf('stopped-released')));
    const { reached } = intercept({ match: always, fault: 'slowRequest' });
    const sent = failure(client.send(write(keyOf('stopped-closed'))));
    await reached;
    await close();
    await sent;
    expect(await table.get(keyOf('stopped-closed'))).toBeDefined();
  });
});

describe('a batch of reads', () => {
  it('may come back unprocessed as a whole', async () => {
    const { client, plan } = await table.proxy();
    const item = keyOf('unprocessed');
    await table.put(item);
    plan({ match: always, fault: 'unprocessedKeys' });
    const read = new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys: [item] } } });
    expect(await client.send(read)).toMatchObject({ Responses: {}, UnprocessedKeys: read.input.RequestItems });
    expect(await client.send(read)).toMatchObject({ Responses: { [TABLE_NAME]: [item] } });
  });
});

describe('whoever watches the requests', () => {
  it('is told of each when it comes, of those that are only passed on, too', async () => {
    const told: string[] = [];
    const { client } = await table.proxy({ onRequest: (operation) => void told.push(operation) });
    await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));
    await failure(client.send(transact([check(keyOf('told-missing'))])));
    await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: keyOf('told') }));
    expect(told).toEqual(['DescribeTable', 'TransactWriteItems', 'GetItem']);
  });
});

describe('whoever watches the writes', () => {
  it('is told of those that are carried out, with each item as it was before, and of no others', async () => {
    const told: unknown[] = [];
    const onWrite = () => (written: { key: object; before: object | null }[]) =>
      void told.push(written.map(({ key, before }) => [key, before]));
    const { client, plan } = await table.proxy({ onWrite });
    const [one, two, three] = ['watched-1', 'watched-2', 'watched-3'].map((pk) => keyOf(pk)) as [
      StoredItem,
      StoredItem,
      StoredItem,
    ];
    await client.send(transact([put(one), put(two)]));
    expect(told).toEqual([
      [
        [one, null],
        [two, null],
      ],
    ]);
    const counted = transact([addOne(two), check(one)], 'watched');
    await client.send(counted);
    await client.send(counted);
    await failure(client.send(transact([addOne(two), check(three)])));
    await failure(
      client.send(
        new PutItemCommand({ TableName: TABLE_NAME, Item: two, ConditionExpression: 'attribute_not_exists(PK)' }),
      ),
    );
    expect(told.slice(1)).toEqual([[[two, two]]]);
    await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: two }));
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TABLE_NAME]: [{ PutRequest: { Item: three } }, { DeleteRequest: { Key: one } }] },
      }),
    );
    expect(told.slice(2)).toEqual([
      [[two, { ...two, count: number(1) }]],
      [
        [three, null],
        [one, one],
      ],
    ]);
    plan({ match: always, fault: 'lostAnswer' });
    await failure(client.send(transact([remove(two)])));
    expect(told.slice(4)).toEqual([[[two, two]]]);
  });

  it.each(['UpdateItem', 'TransactWriteItems'])(
    'is told before the database is, and before the client is answered (%s)',
    async (operation) => {
      const backend = thingsInMemory();
      const stored: number[] = [];
      const look = () => void stored.push(backend.items().length);
      const model = startModel(backend, realTime(0), { seed: 1, onWrite: () => (look(), look) });
      const update = {
        TableName: TABLE_NAME,
        Key: { PK: { S: 'watched' }, SK: { S: 'A' } },
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      };
      const body = operation === 'UpdateItem' ? update : { TransactItems: [{ Update: update }] };
      await model.send(operation, body).then(() => stored.push(-1));
      expect(stored).toEqual([0, 1, -1]);
    },
  );
});
