import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDynamoDbGateway, type DynamoDbGateway } from '../../src/lambda/dynamoDbGateway.ts';
import { startPatientServer } from '../dynamodb/patientServer.ts';
import { sessionWith } from '../iam/sessions.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/T';
const session = sessionWith({ Statement: { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE } });
const keys = [
  { accessKeyId: 'AKIALOCAL', secretAccessKey: 's' },
  { accessKeyId: 'ASIAROLE', secretAccessKey: 's', sessionToken: 'token', session },
];

let database: Server;
let gateway: DynamoDbGateway;
/** What the database got, and how it answers. */
let seen: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
let answerWith: (answer: ServerResponse) => void;

beforeAll(async () => {
  database = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      seen.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
      answerWith(answer);
    });
  });
  database.listen(0, '127.0.0.1');
  await once(database, 'listening');
  const target = `http://127.0.0.1:${(database.address() as AddressInfo).port}`;
  gateway = await startDynamoDbGateway(target, keys, { region: 'us-east-1', accountId: '000000000000' }, 'AKIALOCAL');
});
beforeEach(() => {
  seen = [];
  answerWith = (answer) => answer.writeHead(418, { 'x-amzn-requestid': 'its-own' }).end('{ "Item" : {} }');
});
afterAll(async () => {
  await gateway.close();
  database.closeAllConnections();
  database.close();
});

const headersOf = (key = 'ASIAROLE', token = 'token', operation = 'GetItem') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20300101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00`,
  'x-amz-security-token': token,
  'x-amz-target': `DynamoDB_20120810.${operation}`,
});
const post = (
  body: string,
  headers: Record<string, string> = headersOf(),
  signal?: AbortSignal,
  { endpoint } = gateway,
) => fetch(endpoint, { method: 'POST', body, headers, signal });

describe('startDynamoDbGateway', () => {
  it('passes a permitted request and its answer on, byte for byte, as a request of the owner of the tables', async () => {
    const text = ' {"TableName":"T", "Key": {"a":{"S":"\u{1F600}"}}}\n';
    const answer = await post(text, headersOf());
    expect([answer.status, answer.headers.get('x-amzn-requestid'), await answer.text()]).toEqual([
      418,
      'its-own',
      '{ "Item" : {} }',
    ]);
    expect(seen.map(({ body }) => body.toString())).toEqual([text]);
    expect(seen[0]?.headers).toMatchObject(headersOf('AKIALOCAL'));
  });

  it.each([
    [
      'of an action that the role does not allow',
      '{"TableName":"T"}',
      headersOf('ASIAROLE', 'token', 'PutItem'),
      'AccessDeniedException',
    ],
    ['on a table that the role does not allow', '{"TableName":"U"}', headersOf(), 'AccessDeniedException'],
    ['signed with an unknown key', '{"TableName":"T"}', headersOf('ASIAOTHER'), 'UnrecognizedClientException'],
    ['signed with the key of no role', '{"TableName":"T"}', headersOf('AKIALOCAL'), 'UnrecognizedClientException'],
    ['with a wrong session token', '{"TableName":"T"}', headersOf('ASIAROLE', 'wrong'), 'UnrecognizedClientException'],
    [
      'that is not signed',
      '{"TableName":"T"}',
      { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      'UnrecognizedClientException',
    ],
    [
      'of an operation that is not judged',
      '{"Statement":""}',
      headersOf('ASIAROLE', 'token', 'ExecuteStatement'),
      'UnknownOperationException',
    ],
    ['that is no JSON', '{', headersOf(), 'SerializationException'],
    ['that is no object', 'null', headersOf(), 'SerializationException'],
  ])('answers a request %s itself', async (_, body, headers, type) => {
    const answer = await post(body, headers as Record<string, string>);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: `com.amazon.coral.service#${type}`, Message: expect.any(String) },
    ]);
    expect(seen).toEqual([]);
  });

  it('cuts the connection off when the database does', async () => {
    answerWith = (answer) => answer.destroy();
    await expect(post('{"TableName":"T"}')).rejects.toThrow('fetch failed');
    answerWith = (answer) =>
      void answer.writeHead(200, { 'content-length': 100 }).write('half', () => answer.destroy());
    await expect(post('{"TableName":"T"}').then((answer) => answer.text())).rejects.toThrow('terminated');
  });

  it('ends a connection that is free, before the database does', async () => {
    const patient = await startPatientServer((_, answer) => void answer.end('{}'));
    const place = { region: 'us-east-1', accountId: '000000000000' };
    const other = await startDynamoDbGateway(patient.endpoint, keys, place, 'AKIALOCAL');
    try {
      for (const call of [1, 2]) {
        expect((await post('{"TableName":"T"}', headersOf(), undefined, other)).status).toBe(200);
        await patient.firstEnded;
        expect(patient.connections).toHaveLength(call);
      }
    } finally {
      await other.close();
      await patient.close();
    }
  });

  it('gives a request up when nobody waits for the answer any more', async () => {
    const impatience = new AbortController();
    const given = new Promise<void>((resolve) => {
      answerWith = (answer) => {
        answer.once('close', resolve);
        impatience.abort();
      };
    });
    await expect(post('{"TableName":"T"}', headersOf(), impatience.signal)).rejects.toThrow('aborted');
    await given;
  });
});
