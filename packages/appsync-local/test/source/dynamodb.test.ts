import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDbSource } from '../../src/source/dynamodb.ts';
import { startPatientServer } from '../dynamodb/patientServer.ts';
import { openSession } from '../iam/sessions.ts';
import { startThings } from './table.ts';

let table: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  table = await startThings();
});
afterAll(() => table.stop());

const keyOf = (PK: string, SK = 'A') => ({ PK: { S: PK }, SK: { S: SK } });
const stored = async (PK: string, SK = 'A') =>
  (await table.ask({ operation: 'GetItem', key: keyOf(PK, SK), consistentRead: true })).result;

describe('GetItem, PutItem, UpdateItem, DeleteItem', () => {
  it('answer plain JSON: the item written, after the update, before the deletion, or null', async () => {
    const id = randomUUID();
    const attributeValues = {
      s: { S: '' },
      n: { N: 1.5 },
      t: { N: '42' },
      b: { BOOL: true },
      z: { NULL: null },
      y: { NULL: true },
      x: { B: 'aGk=' },
      l: { L: [{ N: 1 }, { M: { k: { S: 'v' } } }] },
      ss: { SS: ['b'] },
      ns: { NS: [1, '2'] },
      bs: { BS: ['aGk='] },
    };
    const item = {
      PK: id,
      SK: 'A',
      s: '',
      n: 1.5,
      t: 42,
      b: true,
      z: null,
      y: null,
      x: 'aGk=',
      l: [1, { k: 'v' }],
      ss: ['b'],
      ns: [1, 2],
      bs: ['aGk='],
    };
    expect(await table.ask({ operation: 'PutItem', key: keyOf(id), attributeValues })).toEqual({ result: item });
    const read = (await stored(id)) as { ns: number[] };
    expect({ ...read, ns: [...read.ns].sort() }).toEqual(item);
    const update = {
      expression: 'SET #n = #n + :one REMOVE l, bs, ns, ss, x',
      expressionNames: { '#n': 'n' },
      expressionValues: { ':one': { N: 1 } },
    };
    const after = { PK: id, SK: 'A', s: '', n: 2.5, t: 42, b: true, z: null, y: null };
    expect(await table.ask({ operation: 'UpdateItem', key: keyOf(id), update })).toEqual({ result: after });
    expect(await table.ask({ operation: 'DeleteItem', key: keyOf(id) })).toEqual({ result: after });
    expect(await table.ask({ operation: 'DeleteItem', key: keyOf(id) })).toEqual({ result: null });
    expect(await stored(id)).toBeNull();
  });

  it('GetItem answers the projected attributes', async () => {
    const id = randomUUID();
    await table.put({ ...keyOf(id), name: { S: 'n' } });
    const projection = { expression: '#name', expressionNames: { '#name': 'name' } };
    expect((await table.ask({ operation: 'GetItem', key: keyOf(id), projection })).result).toEqual({ name: 'n' });
  });
});

describe('a failed condition', () => {
  const absent = { expression: 'attribute_not_exists(PK)' };
  const refused = {
    type: 'DynamoDB:ConditionalCheckFailedException',
    message: expect.stringMatching(
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [\w-]+\)$/,
    ),
  };

  it('answers the current item beside the error', async () => {
    const id = randomUUID();
    await table.put({ ...keyOf(id), n: { N: '1' } });
    const current = { PK: id, SK: 'A', n: 1 };
    const put = { operation: 'PutItem', key: keyOf(id), attributeValues: { n: { N: 2 } }, condition: absent };
    expect(await table.ask(put)).toEqual({ result: current, error: refused });
    const update = { operation: 'UpdateItem', key: keyOf(id), update: { expression: 'REMOVE n' }, condition: absent };
    expect(await table.ask(update)).toEqual({ result: current, error: refused });
    expect(await table.ask({ operation: 'DeleteItem', key: keyOf(id), condition: absent })).toEqual({
      result: current,
      error: refused,
    });
    expect(await stored(id)).toEqual(current);
  });

  it('is forgiven when PutItem finds the item as wanted, but for the attributes to ignore', async () => {
    const id = randomUUID();
    await table.put({ ...keyOf(id), n: { N: '1.0' }, set: { SS: ['a', 'b'] }, at: { S: 'old' } });
    const put = (at: string, equalsIgnore?: string[]) =>
      table.ask({
        operation: 'PutItem',
        key: keyOf(id),
        attributeValues: { n: { N: 1 }, set: { SS: ['b', 'a'] }, at: { S: at } },
        condition: { ...absent, equalsIgnore },
      });
    expect((await put('old')).error).toBeUndefined();
    expect((await put('new')).error).toEqual(refused);
    expect(await put('new', ['at'])).toMatchObject({ result: { at: 'old' } });
    expect((await put('new', ['at'])).error).toBeUndefined();
  });

  it('is forgiven when DeleteItem finds nothing, never for UpdateItem', async () => {
    const id = randomUUID();
    const condition = { expression: 'attribute_exists(PK)' };
    expect(await table.ask({ operation: 'DeleteItem', key: keyOf(id), condition })).toEqual({ result: null });
    const update = {
      operation: 'UpdateItem',
      key: keyOf(id),
      update: { expression: 'SET n = :n', expressionValues: { ':n': { N: 1 } } },
      condition,
    };
    expect(await table.ask(update)).toEqual({ result: null, error: refused });
  });
});

describe('Query and Scan', () => {
  it('answer pages whose nextToken goes on where the last one ended', async () => {
    const id = randomUUID();
    for (const SK of ['1', '2', '3']) {
      await table.put(keyOf(id, SK));
    }
    const request = {
      operation: 'Query',
      limit: 2,
      scanIndexForward: false,
      nextToken: null,
      query: { expression: 'PK = :pk', expressionValues: { ':pk': { S: id } } },
    };
    const first = (await table.ask(request)).result as { nextToken: string };
    expect(first).toEqual({
      items: [
        { PK: id, SK: '3' },
        { PK: id, SK: '2' },
      ],
      nextToken: expect.stringMatching(/^eyJ2ZX/),
      scannedCount: 2,
    });
    const second = { result: { items: [{ PK: id, SK: '1' }], nextToken: null, scannedCount: 1 } };
    expect(await table.ask({ ...request, nextToken: first.nextToken })).toEqual(second);
  });

  it('count evaluated items as scanned, and read indexes', async () => {
    const sk = randomUUID();
    for (const PK of ['1', '2']) {
      await table.put({ ...keyOf(PK, sk), n: { N: PK } });
    }
    const request = {
      operation: 'Query',
      index: 'GSI1',
      query: { expression: 'SK = :sk', expressionValues: { ':sk': { S: sk } } },
      filter: { expression: 'n > :n', expressionValues: { ':n': { N: 1 } } },
      projection: { expression: 'n' },
    };
    expect((await table.ask(request)).result).toEqual({ items: [{ n: 2 }], nextToken: null, scannedCount: 2 });
    const scan = {
      operation: 'Scan',
      index: 'GSI1',
      limit: 1,
      filter: { expression: 'n > :n', expressionValues: { ':n': { N: 1000 } } },
    };
    expect((await table.ask(scan)).result).toEqual({ items: [], nextToken: expect.any(String), scannedCount: 1 });
  });

  it('refuse foreign and mangled tokens', async () => {
    const id = randomUUID();
    for (const SK of ['1', '2']) {
      await table.put(keyOf(id, SK));
    }
    const request = {
      operation: 'Query',
      limit: 1,
      query: { expression: 'PK = :pk', expressionValues: { ':pk': { S: id } } },
    };
    const { nextToken } = (await table.ask(request)).result as { nextToken: string };
    const error = {
      type: 'DynamoDB:UserIllegalArgumentException',
      message:
        'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
    };
    const refused = { result: null, error };
    expect(await table.ask({ ...request, nextToken }, 'Query.others')).toEqual(refused);
    expect(await table.ask({ ...request, index: 'GSI1', nextToken })).toEqual(refused);
    expect(await table.ask({ operation: 'Scan', nextToken })).toEqual(refused);
    expect(await table.sourceOf('other').invoke({ ...request, nextToken }, { resolver: 'Query.things' })).toEqual(
      refused,
    );
    for (const mangled of [
      '',
      'x',
      nextToken.slice(1),
      nextToken.slice(0, -4),
      `${nextToken}AAAA`,
      Buffer.from('{"version":3}').toString('base64'),
    ]) {
      expect(await table.ask({ ...request, nextToken: mangled })).toEqual(refused);
    }
    const envelope = JSON.parse(Buffer.from(nextToken, 'base64').toString()) as { token: string };
    const sealed = Buffer.from(envelope.token, 'base64');
    sealed[20]! ^= 1;
    const flipped = Buffer.from(JSON.stringify({ ...envelope, token: sealed.toString('base64') })).toString('base64');
    expect(await table.ask({ ...request, nextToken: flipped })).toEqual(refused);
  });
});

describe('BatchGetItem, BatchPutItem, BatchDeleteItem', () => {
  it('answer per table, in the order of the request', async () => {
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    const T = table.tableName;
    const items = [a, b].map((id) => ({ ...keyOf(id), n: { N: 1 } }));
    expect(await table.ask({ operation: 'BatchPutItem', tables: { [T]: items } })).toEqual({
      result: {
        data: {
          [T]: [
            { PK: a, SK: 'A', n: 1 },
            { PK: b, SK: 'A', n: 1 },
          ],
        },
        unprocessedItems: { [T]: [] },
      },
    });
    const keys = [c, b, a].map((id) => keyOf(id));
    expect(await table.ask({ operation: 'BatchGetItem', tables: { [T]: { keys, consistentRead: true } } })).toEqual({
      result: {
        data: { [T]: [null, { PK: b, SK: 'A', n: 1 }, { PK: a, SK: 'A', n: 1 }] },
        unprocessedKeys: { [T]: [] },
      },
    });
    const projected = { keys, projection: { expression: '#n', expressionNames: { '#n': 'n' } } };
    expect((await table.ask({ operation: 'BatchGetItem', tables: { [T]: projected } })).result).toMatchObject({
      data: { [T]: [null, { n: 1 }, { n: 1 }] },
    });
    expect(await table.ask({ operation: 'BatchDeleteItem', tables: { [T]: [keyOf(a)] } })).toEqual({
      result: { data: { [T]: [{ PK: a, SK: 'A' }] }, unprocessedKeys: { [T]: [] } },
    });
    expect(await stored(a)).toBeNull();
  });
});

describe('TransactWriteItems and TransactGetItems', () => {
  it('answer keys and items', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const T = table.tableName;
    const transactItems = [
      {
        table: T,
        operation: 'PutItem',
        key: keyOf(a),
        attributeValues: { n: { N: 1 } },
        condition: { expression: 'attribute_not_exists(PK)' },
      },
      {
        table: T,
        operation: 'UpdateItem',
        key: keyOf(b),
        update: { expression: 'SET n = :n', expressionValues: { ':n': { N: 2 } } },
      },
    ];
    expect(await table.ask({ operation: 'TransactWriteItems', transactItems })).toEqual({
      result: {
        keys: [
          { PK: a, SK: 'A' },
          { PK: b, SK: 'A' },
        ],
        cancellationReasons: null,
      },
    });
    const gets = [a, 'absent', b].map((id) => ({ table: T, key: keyOf(id), projection: { expression: 'n' } }));
    expect(await table.ask({ operation: 'TransactGetItems', transactItems: gets })).toEqual({
      result: { items: [{ n: 1 }, null, { n: 2 }], cancellationReasons: null },
    });
  });

  it('answer the reasons in request order, with the item that failed a condition', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const T = table.tableName;
    await table.put({ ...keyOf(a), n: { N: '5' } });
    const condition = { expression: 'n < :max', expressionValues: { ':max': { N: 5 } } };
    const transactItems = [
      { table: T, operation: 'PutItem', key: keyOf(b), attributeValues: {} },
      { table: T, operation: 'ConditionCheck', key: keyOf(a), condition },
      { table: T, operation: 'DeleteItem', key: keyOf(b, 'B'), condition: { expression: 'attribute_exists(PK)' } },
      { table: T, operation: 'UpdateItem', key: keyOf(a, 'B'), update: { expression: 'SET x = :max' }, condition },
    ];
    const failed = { type: 'ConditionalCheckFailed', message: 'The conditional request failed' };
    expect(await table.ask({ operation: 'TransactWriteItems', transactItems })).toEqual({
      result: {
        keys: null,
        cancellationReasons: [
          { type: 'None', message: 'None' },
          { ...failed, item: { PK: a, SK: 'A', n: 5 } },
          failed,
          failed,
        ],
      },
      error: {
        type: 'DynamoDB:TransactionCanceledException',
        message: expect.stringMatching(
          /^Transaction cancelled, please refer cancellation reasons for specific reasons \[None, ConditionalCheckFailed, ConditionalCheckFailed, ConditionalCheckFailed\] \(Service: DynamoDb, Status Code: 400, Request ID: .+\)$/,
        ),
      },
    });
    expect(await stored(b)).toBeNull();
    const silent = { ...transactItems[1], condition: { ...condition, returnValuesOnConditionCheckFailure: false } };
    expect((await table.ask({ operation: 'TransactWriteItems', transactItems: [silent] })).result).toEqual({
      keys: null,
      cancellationReasons: [failed],
    });
  });

  it('answer validation failures without reasons', async () => {
    const transactItems = [1, 2].map(() => ({ table: table.tableName, operation: 'DeleteItem', key: keyOf('x') }));
    expect(await table.ask({ operation: 'TransactWriteItems', transactItems })).toEqual({
      result: { keys: null, cancellationReasons: null },
      error: {
        type: 'DynamoDB:DynamoDbException',
        message: expect.stringContaining('multiple operations on one item'),
      },
    });
  });
});

describe('a request', () => {
  it.each([
    [null, `Expected JSON object for '$' but got NULL instead.`],
    [{}, `Value for field '$[operation]' not found.`],
    [{ operation: 'Sync' }, `Unsupported operation 'Sync'.`],
    [{ operation: 'GetItem' }, `Value for field '$[key]' not found.`],
    [{ operation: 'GetItem', key: { PK: 'a' } }, `Expected JSON object for '$[key][PK]' but got STRING instead.`],
    [{ operation: 'GetItem', key: { PK: { N: 'a' } } }, `Expected a typed attribute value for '$[key][PK]'.`],
    [
      { operation: 'UpdateItem', key: keyOf('a'), update: {}, returnValues: 'NONE' },
      `Unsupported element '$[returnValues]'.`,
    ],
    [{ operation: 'UpdateItem', key: keyOf('a'), update: {} }, `Value for field '$[update][expression]' not found.`],
    [
      { operation: 'Query', query: { expression: 'x' }, limit: '1' },
      `Expected Integer for '$[limit]' but got STRING instead.`,
    ],
    [
      {
        operation: 'DeleteItem',
        key: keyOf('a'),
        condition: { expression: 'x', conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'a' } },
      },
      'not emulated: conditionalCheckFailedHandler with strategy Custom',
    ],
    [
      {
        operation: 'TransactWriteItems',
        transactItems: [{ table: 't', operation: 'ConditionCheck', key: keyOf('a') }],
      },
      `Value for field '$[transactItems][0][condition]' not found.`,
    ],
    [
      { operation: 'TransactWriteItems', transactItems: [{ table: 't', operation: 'GetItem', key: keyOf('a') }] },
      `Unsupported operation 'GetItem' for '$[transactItems][0][operation]'.`,
    ],
  ])('that is invalid is a MappingTemplate fault: %j', async (request, message) => {
    expect(await table.invoke(request)).toEqual({ fault: { errorType: 'MappingTemplate', message } });
  });

  it('that DynamoDB refuses is a DynamoDbException, for an unknown table by its own name', async () => {
    const request = { operation: 'UpdateItem', key: keyOf('a'), update: { expression: 'SET' } };
    expect(await table.ask(request)).toEqual({
      result: null,
      error: {
        type: 'DynamoDB:DynamoDbException',
        message: expect.stringMatching(/\(Service: DynamoDb, Status Code: 400, Request ID: .+\)$/),
      },
    });
    const unknown = await table.ask({ operation: 'BatchGetItem', tables: { unknown: [keyOf('a')] } });
    expect(unknown.error?.type).toBe('DynamoDB:ResourceNotFoundException');
  });

  it('goes over no connection that was free for long, and has its time on one that was free for a moment', async () => {
    let requests = 0;
    const server = await startPatientServer((_, response) => {
      requests += 1;
      // Longer than this connection would stay if it were free.
      void sleep(requests === 2 ? 1500 : 0).then(() => response.end('{}'));
    });
    const source = dynamoDbSource({
      endpoint: server.endpoint,
      region: 'us-east-1',
      accountId: '',
      tableName: 't',
      session: openSession(),
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      tokenSecret: new Uint8Array(32),
    });
    const get = () => source.invoke({ operation: 'GetItem', key: keyOf('a') }, { resolver: 'Query.x' });
    try {
      expect([await get(), await get()]).toEqual([{ result: null }, { result: null }]);
      await server.firstEnded;
      expect(await get()).toEqual({ result: null });
      expect(server.connections.length).toBeGreaterThan(1);
    } finally {
      await server.close();
    }
  });

  it('is sent once, with a fresh token per transaction', async () => {
    const sent: { ClientRequestToken?: string }[] = [];
    const client = new DynamoDBClient({
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    client.middlewareStack.add(
      () => async (args) => {
        sent.push(args.input as { ClientRequestToken?: string });
        throw Object.assign(new Error('connection reset'), { name: 'TimeoutError' });
      },
      { step: 'deserialize' },
    );
    const source = dynamoDbSource({
      endpoint: '',
      region: '',
      accountId: '',
      tableName: 't',
      session: openSession(),
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      tokenSecret: new Uint8Array(32),
      client,
    });
    const request = {
      operation: 'TransactWriteItems',
      transactItems: [{ table: 't', operation: 'DeleteItem', key: keyOf('a') }],
    };
    for (const call of [1, 2]) {
      expect(await source.invoke(request, { resolver: 'Mutation.x' })).toMatchObject({
        error: { type: 'DynamoDB:SdkClientException' },
      });
      expect(sent).toHaveLength(call);
    }
    expect(new Set(sent.map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(2);
  });
});
