import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import type { Credentials } from '../../src/auth/localSecrets.ts';
import type { BusEvent } from '../../src/bus/busEvent.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { roleFor } from '../handmadeAssembly.ts';

const SENDER = `exports.handler = async () => ({ endpoint: process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, bus: process.env.BUS });`;
const LISTENER = `exports.handler = async (event) => { console.log('heard ' + JSON.stringify(event.detail)); };`;

const ANOTHER_BUS = {
  Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: 'arn:aws:events:*:*:event-bus/another' }],
};

const taken: BusEvent[] = [];
const printed: string[] = [];
let running: RunningApi;
let bus: { endpoint: string; bus: string };
beforeAll(async () => {
  const rule = (more: object, target: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': [target, 'Arn'] } }],
      ...more,
    },
  });
  running = await serveHandmade(
    {
      schema: 'type Query { where: AWSJSON }',
      resolvers: { 'Query.where': handlers(`{ operation: 'Invoke', payload: {} }`) },
      sources: { 'Query.where': 'Sender' },
      lambdas: {
        Sender: { code: SENDER, properties: { Environment: { Variables: { BUS: { Ref: 'Bus' } } } } },
        Listener: { code: LISTENER },
        Other: { code: SENDER, properties: { Role: { 'Fn::GetAtt': ['OtherRole', 'Arn'] } } },
      },
      resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'news' } },
        OtherRole: roleFor('lambda', ANOTHER_BUS),
        Wanted: rule({ EventPattern: { 'detail-type': ['Wanted'] } }, 'Listener'),
        Disabled: rule({ EventPattern: { source: ['test'] }, State: 'DISABLED' }, 'Listener'),
      },
    },
    { onBusEvent: (event) => taken.push(event), onOutput: (_source, text) => printed.push(text) },
  );
  const { body } = await running.execute({ query: '{ where }' });
  bus = JSON.parse(String(body.data?.where)) as typeof bus;
});
afterAll(() => running.close());
beforeEach(() => {
  taken.length = 0;
});

/** Sends as the SDK does; answers the HTTP status and the body. */
async function send(
  body: unknown,
  credentials: Credentials & { sessionToken?: string } = running.credentials,
  { service = 'events', target = 'AWSEvents.PutEvents' } = {},
): Promise<[number, Record<string, unknown>]> {
  const url = new URL(bus.endpoint);
  const signer = new SignatureV4({ credentials, region: running.region, service, sha256: Sha256 });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    headers: { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: text,
  });
  const response = await fetch(url, { method: 'POST', headers, body: text });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

const entry = (more: object = {}) => ({
  EventBusName: bus.bus,
  Source: 'test',
  DetailType: 'Wanted',
  Detail: '{"n":1}',
  ...more,
});

describe('PutEvents', () => {
  it('takes events onto a bus of the assembly, and hands them to the functions of rules that they match', async () => {
    const put = {
      Entries: [entry({ Time: 0, Resources: ['a'] }), entry({ DetailType: 'Unwanted', Detail: '{"n":2}' })],
    };
    expect(await send(put)).toEqual([
      200,
      { FailedEntryCount: 0, Entries: [{ EventId: taken[0]?.id }, { EventId: taken[1]?.id }] },
    ]);
    expect(taken[0]).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Wanted',
      source: 'test',
      account: expect.any(String),
      time: '1970-01-01T00:00:00Z',
      region: running.region,
      resources: ['a'],
      detail: { n: 1 },
    });
    expect(running.busMessages.slice(-2).map(({ busArn, event }) => [busArn.split(':').at(-1), event])).toEqual([
      ['event-bus/news', taken[0]],
      ['event-bus/news', taken[1]],
    ]);
    await vi.waitFor(() => expect(printed.join('')).toContain('heard {"n":1}'), { timeout: 60_000 });
    expect(printed.join('')).not.toContain('heard {"n":2}');
  });

  it('judges each entry for itself', async () => {
    const entries = [entry(), entry({ Source: '' }), entry({ Detail: '[]' }), entry({ Detail: 'no' })];
    const further = [entry({ Source: 'aws.s3' }), entry({ EventBusName: 'none' }), entry({ EventBusName: undefined })];
    const [status, body] = await send({ Entries: [...entries, ...further] });
    expect([status, body.FailedEntryCount, taken.length]).toEqual([200, 6, 1]);
    expect((body.Entries as { ErrorCode?: string }[]).map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
      'ResourceNotFoundException',
    ]);
  });

  it.each<[string, () => unknown]>([
    ['no JSON', () => 'no'],
    ['no list', () => ({ Entries: {} })],
    ['no entries', () => ({ Entries: [] })],
    ['eleven entries', () => ({ Entries: Array.from({ length: 11 }, () => entry()) })],
    ['an entry that is none', () => ({ Entries: [entry(), null] })],
    ['a source that is no text', () => ({ Entries: [entry(), entry({ Source: 1 })] })],
    ['resources that are no list', () => ({ Entries: [entry(), entry({ Resources: 'a' })] })],
    ['a time that is none', () => ({ Entries: [entry(), entry({ Time: 'now' })] })],
    ['a time beyond all years', () => ({ Entries: [entry(), entry({ Time: 1e15 })] })],
    ['more than 256 KB', () => ({ Entries: [entry(), entry({ Detail: `{"x":"${'x'.repeat(262_144)}"}` })] })],
  ])('refuses %s, and takes nothing', async (_what, body) => {
    const [status, { __type: type }] = await send(body());
    expect([status, type]).toEqual([400, 'ValidationException']);
    expect(taken).toEqual([]);
  });

  it('refuses a function whose role does not permit it, a signature for another service, and other actions', async () => {
    const put = { Entries: [entry()] };
    const refusals = [
      await send(put, running.functionCredentials.Other),
      await send(put, running.credentials, { service: 'sqs' }),
      await send(put, running.credentials, { target: 'AWSEvents.PutRule' }),
    ];
    expect(refusals.map(([status, { __type: type }]) => [status, type])).toEqual([
      [403, 'AccessDeniedException'],
      [403, 'InvalidSignatureException'],
      [400, 'UnknownOperationException'],
    ]);
    expect(taken).toEqual([]);
    expect((await send(put, running.functionCredentials.Sender))[0]).toBe(200);
  });
});
