import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf, number, startThings, TABLE_NAME, text, type Things } from './table.ts';

let table: Things;
beforeAll(async () => void (table = await startThings()));
afterAll(() => table.stop());

const query = (pk: string, more: object = {}) =>
  new QueryCommand({
    TableName: TABLE_NAME,
    KeyConditionExpression: 'PK = :pk',
    ExpressionAttributeValues: { ':pk': text(pk) },
    ...more,
  });
const queryGroup = (group: string) =>
  new QueryCommand({
    TableName: TABLE_NAME,
    IndexName: 'Some',
    KeyConditionExpression: '#group = :group',
    ExpressionAttributeNames: { '#group': 'group' },
    ExpressionAttributeValues: { ':group': text(group) },
  });

/** Items A to D of one partition: B changed, C removed, D new, a moment ago. */
async function changing(pk: string, staleReads: number) {
  const proxy = await table.proxy({ staleReads });
  const [a, b, c] = ['A', 'B', 'C'].map((SK) => ({ ...keyOf(pk, SK), count: number(1), group: text(pk) }));
  for (const item of [a!, b!, c!]) {
    await table.put(item);
  }
  await proxy.client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { ...b, count: number(2) } }));
  await proxy.client.send(new DeleteItemCommand({ TableName: TABLE_NAME, Key: keyOf(pk, 'C') }));
  await proxy.client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: keyOf(pk, 'D') }));
  return { ...proxy, before: [a!, b!, c!], now: [a!, { ...b!, count: number(2) }, keyOf(pk, 'D')] };
}

describe('a read that is not marked consistent', () => {
  it('answers from before the last write when it is behind', async () => {
    const { client, before, stats } = await changing('behind', 1);
    const get = (SK: string) => client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: keyOf('behind', SK) }));
    expect((await get('B')).Item).toEqual(before[1]);
    expect((await get('C')).Item).toEqual(before[2]);
    expect(await get('D')).not.toHaveProperty('Item');
    const Keys = ['A', 'B', 'C', 'D'].map((SK) => keyOf('behind', SK));
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys } } }));
    expect(Responses?.[TABLE_NAME]).toHaveLength(3);
    expect(Responses?.[TABLE_NAME]).toEqual(expect.arrayContaining(before));
    expect((await client.send(query('behind'))).Items).toEqual(before);
    expect((await client.send(query('behind', { ScanIndexForward: false }))).Items).toEqual([...before].reverse());
    expect(stats().stale).toBe(12);
  });

  it('of an index gives its entries as they were', async () => {
    const { client } = await changing('entries', 1);
    const { Items, Count } = await client.send(queryGroup('entries'));
    expect(new Set(Items)).toEqual(
      new Set(['A', 'B', 'C'].map((SK) => ({ ...keyOf('entries', SK), group: text('entries') }))),
    );
    expect(Count).toBe(3);
  });

  it('keeps a page within its limit and its end', async () => {
    const { client } = await changing('page', 1);
    const first = await client.send(query('page', { Limit: 2 }));
    expect(first.Items?.map(({ SK }) => SK?.S)).toEqual(['A', 'B']);
    const { Items } = await client.send(query('page', { Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(Items?.map(({ SK }) => SK?.S)).toEqual(['C']);
  });

  it('sees everything once it is settled, or not behind, and always if marked consistent', async () => {
    const { client, now, settle } = await changing('settled', 1);
    expect((await client.send(query('settled', { ConsistentRead: true }))).Items).toEqual(now);
    settle();
    expect((await client.send(query('settled'))).Items).toEqual(now);
    const other = await changing('never-behind', 0);
    expect((await other.client.send(query('never-behind'))).Items).toEqual(other.now);
  });

  it('of an index alone can lag', async () => {
    const proxy = await table.proxy({
      staleReads: { probability: 0, indexLag: { probability: 1, p50: 60_000, p99: 60_000 } },
    });
    const Item = { ...keyOf('lag'), group: text('lag') };
    await proxy.client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
    expect((await proxy.client.send(query('lag'))).Items).toEqual([Item]);
    expect((await proxy.client.send(queryGroup('lag'))).Items).toEqual([]);
    proxy.settle();
    expect((await proxy.client.send(queryGroup('lag'))).Count).toBe(1);
  });
});

describe('the same seed', () => {
  it('gives the same answers to the same requests, one after the other', async () => {
    const run = async (seed: number): Promise<string[]> => {
      const { client } = await table.proxy({
        seed,
        staleReads: 0.5,
        faults: { error500Before: 0.2, throttleTable: 0.2, lostAnswer: 0.1, rejectionStorm: 0.2 },
      });
      const outcomes: string[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        const Item = { ...keyOf('seeded'), count: number(turn) };
        const outcome = await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item })).then(
          () => 'written',
          (error: Error) => error.name,
        );
        const read = await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: keyOf('seeded') })).then(
          ({ Item: found }) => found?.count?.N ?? 'nothing',
          (error: Error) => error.name,
        );
        outcomes.push(outcome, read);
      }
      await table.direct.send(new DeleteItemCommand({ TableName: TABLE_NAME, Key: keyOf('seeded') }));
      return outcomes;
    };
    const first = await run(5);
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(10);
  });
});

describe('what the model does not know', () => {
  it('is passed on: tables, streams and clients that speak no DynamoDB', async () => {
    const { client, endpoint } = await table.proxy({ faults: { error500Before: 1 } });
    expect(client).toBeInstanceOf(DynamoDBClient);
    const ask = (target: string, body: object) =>
      fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target,
          authorization: `AWS4-HMAC-SHA256 Credential=${table.accessKeyId}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: JSON.stringify(body),
      });
    const described = await ask('DynamoDB_20120810.DescribeTable', { TableName: TABLE_NAME });
    expect(await described.json()).toMatchObject({ Table: { TableName: TABLE_NAME } });
    expect(described.headers.get('x-amz-crc32')).toMatch(/^\d+$/);
    const streams = await ask('DynamoDBStreams_20120810.ListStreams', {});
    expect(await streams.json()).toEqual({ Streams: [] });
    expect((await fetch(endpoint)).status).toBe(400);
  });
});
