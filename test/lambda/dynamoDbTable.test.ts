import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { leaseKey, userKey } from '../../domain/keys.ts';
import { createUser } from '../../domain/user/user.ts';
import { CLIENT_SETTINGS } from '../../lambda/promoteFromWaitlist/table/client.ts';
import { dynamoDbTable } from '../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem } from '../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { NOW } from './support/world.ts';

const TYPE = 'com.amazonaws.dynamodb.v20120810#';
const NAMES = { events: 'T', lane: 'L' };
const USER = createUser({ userId: 'ann', name: 'Ann' }, NOW);

/** What the table makes of one answer on the wire, which it waits for so long, and how many requests that took. */
async function answered(listener: RequestListener, requestTimeout = 300_000) {
  const { result, requests } = await called((table) => table.transact(USER, 'token'), listener, requestTimeout);
  return { attempt: result, requests };
}

/** What a call of the table comes to, by one answer on the wire, and how many requests that took. */
async function called<T>(call: (table: Table) => Promise<T>, listener: RequestListener, requestTimeout = 300_000) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const requestHandler = { ...CLIENT_SETTINGS.requestHandler, requestTimeout };
  const client = new DynamoDBClient({ ...CLIENT_SETTINGS, requestHandler, endpoint, region: 'us-east-1', credentials });
  try {
    const result = await call(dynamoDbTable(client, NAMES));
    return { result, requests };
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

const answering =
  (status: number, body: object): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  };

// The bodies are those of the service (docs/reference/dynamodb.md#bodies-on-the-wire).
describe('dynamoDbTable.transact', () => {
  test('answers NOT_MADE with the reasons in order, items as plain objects', async () => {
    const item = { PK: { S: 'USER#ann' }, count: { N: '5' } };
    const CancellationReasons = [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Item: item, Message: 'The conditional request failed' },
    ];
    const { attempt } = await answered(
      answering(400, { __type: `${TYPE}TransactionCanceledException`, CancellationReasons, Message: 'cancelled' }),
    );
    const failed = { type: 'ConditionalCheckFailed', item: { PK: 'USER#ann', count: 5 } };
    expect(attempt).toEqual({ kind: 'NOT_MADE', reasons: [{ type: 'None', item: null }, failed] });
  });

  test('answers NOT_MADE without reasons, without a second try, when the whole transaction is throttled', async () => {
    const throttled = answering(400, {
      __type: 'com.amazon.coral.availability#ThrottlingException',
      message: 'Rate exceeded',
    });
    expect(await answered(throttled)).toEqual({ attempt: { kind: 'NOT_MADE', reasons: [] }, requests: 1 });
  });

  test.each<[string, RequestListener]>([
    ['the service fails', answering(500, { __type: `${TYPE}InternalServerError`, message: 'Internal server error' })],
    ['a gateway fails with a page', (_, response) => void response.writeHead(502).end('<html>')],
    [
      'the token is still in use',
      answering(400, { __type: `${TYPE}TransactionInProgressException`, Message: 'in progress' }),
    ],
    ['the connection breaks', (request) => void request.socket.destroy()],
  ])('answers MAYBE_MADE, without a second try, when %s', async (_, listener) => {
    expect(await answered(listener)).toEqual({ attempt: { kind: 'MAYBE_MADE' }, requests: 1 });
  });

  test('answers MAYBE_MADE, without a second try, when no answer comes in time', async () => {
    expect(await answered(() => undefined, 1000)).toEqual({ attempt: { kind: 'MAYBE_MADE' }, requests: 1 });
  });

  test.each([
    'ValidationException',
    'AccessDeniedException',
    'IdempotentParameterMismatchException',
    'ResourceNotFoundException',
  ])('throws %s, which repeating cannot mend', async (name) => {
    await expect(answered(answering(400, { __type: `${TYPE}${name}`, message: 'no' }))).rejects.toMatchObject({ name });
  });

  test('throws for a transaction of which an action is wrong in itself, with the reasons of all', async () => {
    const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'ValidationError', Message: 'no' }];
    const wrong = answering(400, {
      __type: `${TYPE}TransactionCanceledException`,
      CancellationReasons,
      Message: 'cancelled',
    });
    await expect(answered(wrong)).rejects.toThrow(
      'A transaction is wrong in itself: ConditionalCheckFailed, ValidationError',
    );
  });

  test('answers MADE when the service accepts', async () => {
    const accepting: RequestListener = (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    expect(await answered(accepting)).toEqual({ attempt: { kind: 'MADE' }, requests: 1 });
  });
});

describe('transactItem', () => {
  test('asks for the current item of a failed condition, and leaves out empty maps', () => {
    const [put] = USER.map((action) => transactItem(action, NAMES).Put);
    expect(put).toMatchObject({
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ConditionExpression: '(attribute_not_exists(#if_PK))',
    });
    expect(put).not.toHaveProperty('ExpressionAttributeValues');
    const unconditional = transactItem({ operation: 'DeleteItem', key: userKey('ann') }, NAMES);
    expect(unconditional).toEqual({ Delete: { TableName: 'T', Key: userKey('ann') } });
  });
});

describe('dynamoDbTable.getEach', () => {
  const KEYS = [userKey('bob'), leaseKey('e'), userKey('ann')];

  test('answers items of both tables in the order of the keys, null where there is none', async () => {
    const [, lease, ann] = KEYS.map((key) => marshall(key));
    const found = answering(200, { Responses: { L: [lease], T: [ann] }, UnprocessedKeys: {} });
    const { result, requests } = await called((table) => table.getEach(KEYS), found);
    expect([result, requests]).toEqual([[null, KEYS[1], KEYS[2]], 1]);
  });

  test('fails as when it is throttled where keys are left out, so that none is taken for missing', async () => {
    const Keys = [marshall(userKey('bob'))];
    const partly = answering(200, { Responses: { T: [] }, UnprocessedKeys: { T: { Keys } } });
    await expect(called((table) => table.getEach(KEYS), partly)).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
  });
});
