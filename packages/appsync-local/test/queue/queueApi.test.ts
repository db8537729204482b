import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import type { Credentials } from '../../src/auth/localSecrets.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { roleFor } from '../handmadeAssembly.ts';

const SENDER = `exports.handler = async () => ({ endpoint: process.env.AWS_ENDPOINT_URL_SQS, url: process.env.QUEUE });`;

const ANOTHER_QUEUE = {
  Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:another' }],
};

let running: RunningApi;
let queue: { endpoint: string; url: string };
beforeAll(async () => {
  running = await serveHandmade({
    schema: 'type Query { where: AWSJSON }',
    resolvers: { 'Query.where': handlers(`{ operation: 'Invoke', payload: {} }`) },
    sources: { 'Query.where': 'Sender' },
    lambdas: {
      Sender: { code: SENDER, properties: { Environment: { Variables: { QUEUE: { Ref: 'Queue' } } } } },
      Other: { code: SENDER, properties: { Role: { 'Fn::GetAtt': ['OtherRole', 'Arn'] } } },
    },
    resources: { Queue: { Type: 'AWS::SQS::Queue' }, OtherRole: roleFor('lambda', ANOTHER_QUEUE) },
  });
  const { body } = await running.execute({ query: '{ where }' });
  queue = JSON.parse(String(body.data?.where)) as typeof queue;
});
afterAll(() => running.close());

/** Sends as the SDK does; answers the HTTP status and the body. */
async function send(
  message: object,
  credentials: Credentials & { sessionToken?: string } = running.credentials,
  { service = 'sqs', target = 'AmazonSQS.SendMessage' } = {},
): Promise<[number, Record<string, unknown>]> {
  const url = new URL(queue.endpoint);
  const signer = new SignatureV4({ credentials, region: running.region, service, sha256: Sha256 });
  const body = JSON.stringify(message);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    headers: { host: url.host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
    body,
  });
  const response = await fetch(url, { method: 'POST', headers, body });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

describe('SendMessage', () => {
  it('keeps what is sent to a queue of the assembly, and answers its digest', async () => {
    expect(await send({ QueueUrl: queue.url, MessageBody: 'hello' })).toEqual([
      200,
      { MessageId: expect.any(String), MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' },
    ]);
    expect(running.sentMessages).toEqual([{ queueArn: expect.stringMatching(/^arn:aws:sqs:.*Queue$/), body: 'hello' }]);
  });

  it('refuses a function whose role does not permit it, and keeps nothing', async () => {
    const before = running.sentMessages.length;
    const message = { QueueUrl: queue.url, MessageBody: 'x' };
    const [status, { __type: type }] = await send(message, running.functionCredentials.Other);
    expect([status, type]).toEqual([403, 'com.amazonaws.sqs#AccessDeniedException']);
    expect(running.sentMessages).toHaveLength(before);
    expect((await send(message, running.functionCredentials.Sender))[0]).toBe(200);
  });

  it.each<[string, object, object, number, string]>([
    ['a queue that is not there', { QueueUrl: 'https://other', MessageBody: 'x' }, {}, 400, 'QueueDoesNotExist'],
    ['an empty message', { MessageBody: '' }, {}, 400, 'InvalidParameterValue'],
    ['a signature for another service', { MessageBody: 'x' }, { service: 'sns' }, 403, 'InvalidSignatureException'],
    ['another action', { MessageBody: 'x' }, { target: 'AmazonSQS.Purge' }, 400, 'UnknownOperationException'],
  ])('refuses %s', async (_what, message, more, status, type) => {
    expect(await send({ QueueUrl: queue.url, ...message }, running.credentials, more)).toEqual([
      status,
      { __type: `com.amazonaws.sqs#${type}`, message: expect.any(String) },
    ]);
  });
});
