import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifySignature } from 'appsync-local/testing';
import { ENTITY_TYPES, userKey } from '../../domain/keys.ts';
import { START_MS } from './support/clock.ts';
import { at, changed, eventItem, life, record, registrationItem } from './support/stream.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const REGION = 'eu-west-1';

interface Call {
  request: IncomingMessage;
  body: string;
}

/** Answers one call: its HTTP status and body. */
type Answering = (call: Call) => [number, unknown];

const published: Answering = ({ body }) => [
  200,
  { data: { any: (JSON.parse(body) as { variables: object }).variables } },
];
let server: Server;
let calls: Call[] = [];
/** What goes to the bus. */
let puts: Call[] = [];
let answers: Answering[] = [];
let handler: (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;
const written: string[] = [];

beforeAll(async () => {
  // The records of these tests are young.
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS });
  server = createServer(async (request, response) => {
    const call = { request, body: await text(request) };
    if (request.url === '/events') {
      const { Entries } = JSON.parse(call.body) as { Entries: object[] };
      puts.push(call);
      response
        .writeHead(200)
        .end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'id' })) }));
      return;
    }
    calls.push(call);
    const [status, body] = (answers.shift() ?? published)(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = {
    GRAPHQL_URL: `${url}/graphql`,
    SETTLE_FUNCTION_NAME: 'settle',
    CASCADE_FUNCTION_NAME: 'cascade',
    ERASE_USERS_FUNCTION_NAME: 'eraseUsers',
    EVENT_BUS_NAME: 'bus',
    DEAD_LETTERS_URL: `${url}/1/letters`,
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: `${url}/events`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_SERVICE_NAME: 'publishChanges',
    POWERTOOLS_METRICS_NAMESPACE: 'EventRegistration',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
  Object.entries(settings).forEach(([name, value]) => vi.stubEnv(name, value));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void written.push(line.join(' ')));
  }
  // A cold start: files of one worker share modules.
  vi.resetModules();
  ({ handler } = await import('../../lambda/publishChanges/index.ts'));
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  server.close();
});
beforeEach(() => {
  [calls, puts, answers] = [[], [], []];
  written.length = 0;
});

const context = {
  functionName: 'publishChanges',
  awsRequestId: 'invocation',
  getRemainingTimeInMillis: () => 60_000,
} as Context;
const hurt = eventItem({ capacity: 2, currentRegistrations: 1, waitlistCount: 3 });

describe('handler', () => {
  test('posts each message to the API, signed for appsync', async () => {
    expect(await handler({ Records: life(registrationItem({ userId: 'ann' })) }, context)).toEqual({
      batchItemFailures: [],
    });
    const [{ request, body } = { request: {} as IncomingMessage, body: '' }] = calls;
    expect(JSON.parse(body)).toMatchObject({
      variables: { input: { userId: 'ann', registrationStatus: 'REGISTERED' } },
    });
    const { method = '', url = '', headers } = request;
    const signed = { method, url, headers: headers as Record<string, string>, body, sourceIp: [] };
    expect(await verifySignature(signed, [credentials], { accountId: '1', region: REGION })).toMatchObject({
      mode: 'AWS_IAM',
    });
  });

  test('puts each change on the bus, signed for events', async () => {
    await handler({ Records: life(registrationItem({ userId: 'ann' })) }, context);
    const [{ request, body } = { request: {} as IncomingMessage, body: '' }] = puts;
    const { Entries } = JSON.parse(body) as { Entries: Record<string, string>[] };
    expect(Entries).toMatchObject([
      { EventBusName: 'bus', Source: 'event-registration', DetailType: 'RegistrationRegistered' },
    ]);
    expect(JSON.parse(Entries[0]?.Detail ?? '')).toMatchObject({ userId: 'ann', schemaVersion: 1 });
    const { method = '', url = '', headers } = request;
    const signed = { method, url, headers: headers as Record<string, string>, body, sourceIp: [] };
    const signer = verifySignature(signed, [credentials], { accountId: '1', region: REGION }, 'events');
    expect(await signer).toMatchObject({ mode: 'AWS_IAM' });
  });

  test.each<[string, [number, unknown]]>([
    ['throttled', [429, { errors: [{ message: 'Too many requests' }] }]],
    ['out of order', [500, {}]],
    ['answering errors', [200, { data: { any: {} }, errors: [{ errorType: 'Unauthorized', message: 'No' }] }]],
    ['answering nothing', [200, { data: null }]],
  ])('tries again when the API is %s', async (_how, answer) => {
    answers = [() => answer];
    expect(await handler({ Records: life(registrationItem()) }, context)).toEqual({ batchItemFailures: [] });
    expect(calls).toHaveLength(2);
  });

  test('counts and warns without a word about persons when it gives up', async () => {
    answers = Array<Answering>(5).fill(() => [403, { message: 'ann is not allowed' }]);
    const Records = [...life(registrationItem({ userId: 'ann' }))];
    expect(await handler({ Records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber }],
    });
    const output = written.join('\n');
    expect(output).toContain('"PublishFailures":1');
    expect(output).toContain('PublishRefused HTTP 403');
    expect(output).not.toContain('ann');
  });

  test('puts what is refused among the dead letters as an event for itself, once an announcement for nobody gets through', async () => {
    const refuse: Answering = ({ body }) => (body.includes('"ann"') ? [403, {}] : published({ body } as Call));
    answers = [...Array<Answering>(5).fill(refuse), () => [200, { MessageId: 'letter' }]];
    const Records = [...life(registrationItem({ userId: 'ann', eventId: 'refused' }))];
    expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
    const [probe, letter] = calls.slice(4);
    expect(JSON.parse(probe?.body ?? '')).toMatchObject({ variables: { input: { userId: '', eventId: '' } } });
    const { method = '', url = '', headers } = letter?.request ?? ({} as IncomingMessage);
    expect(headers['x-amz-target']).toBe('AmazonSQS.SendMessage');
    const signed = { method, url, headers: headers as Record<string, string>, body: letter?.body ?? '', sourceIp: [] };
    expect(await verifySignature(signed, [credentials], { accountId: '1', region: REGION }, 'sqs')).toMatchObject({
      mode: 'AWS_IAM',
    });
    const { QueueUrl: queue, MessageBody: message } = JSON.parse(letter?.body ?? '') as Record<string, string>;
    expect([new URL(queue ?? '').pathname, JSON.parse(message ?? '')]).toEqual(['/1/letters', { Records }]);
    expect(calls).toHaveLength(6);
    expect(written.join('\n')).toContain('"SetAside":1');
    expect(written.join('\n')).not.toContain('"ann"');
  });

  test('asks by the field that was refused whether the API takes it, for nobody', async () => {
    const refuse: Answering = ({ body }) =>
      body.includes('"event-refused"') ? [403, {}] : published({ body } as Call);
    answers = [...Array<Answering>(5).fill(refuse), () => [200, { MessageId: 'letter' }]];
    const event = eventItem({ eventId: 'event-refused' });
    await handler({ Records: [record(event, changed(event))] }, context);
    expect(JSON.parse(calls[4]?.body ?? '')).toMatchObject({
      query: expect.stringContaining('publishEventChange') as string,
      variables: { input: { eventId: '' } },
    });
  });

  test.each([
    ['429', 429],
    ['503', 503],
  ])('leaves what is answered %s to the stream, without asking further', async (_status, status) => {
    answers = Array<Answering>(4).fill(() => [status, {}]);
    const Records = life(registrationItem({ eventId: `answered-${status}` }));
    expect((await handler({ Records }, context)).batchItemFailures).toHaveLength(1);
    expect(calls).toHaveLength(4);
  });

  test('invokes the function that settles to fill seats after publishing', async () => {
    answers = [published, () => [200, { value: { promoted: 1 } }]];
    expect(await handler({ Records: [record(hurt, changed(hurt))] }, context)).toEqual({ batchItemFailures: [] });
    expect(calls[1]?.request.url).toBe('/2015-03-31/functions/settle/invocations');
    expect(JSON.parse(calls[1]?.body ?? '')).toEqual({
      operation: 'fillSeats',
      eventId: 'event',
      deadlineMs: expect.any(Number),
    });
    expect(written.join('\n')).toContain('"Healed":1');
  });

  const TIMES = { createdAt: at(0), updatedAt: at(0) };
  const ann = { ...userKey('ann'), entityType: ENTITY_TYPES.user, userId: 'ann', name: 'Ann', ...TIMES };
  const open = eventItem({ eventId: 'concert' });
  test.each([
    ['erase somebody', 'eraseUsers', record(ann, { ...ann, erasingAt: at(0) }), { operation: 'erase', userId: 'ann' }],
    [
      'tell people',
      'cascade',
      record(open, changed(open, { status: 'CANCELLED', cancelledAt: at(0) })),
      { operation: 'tell', eventId: 'concert' },
    ],
  ])('has the function that is for it %s, and does not wait for the end', async (_what, name, change, task) => {
    answers = [];
    await handler({ Records: [change] }, context);
    const begun = calls.filter(({ request }) => request.url?.endsWith('/invocations'));
    expect(begun.map(({ request }) => request.url)).toEqual([`/2015-03-31/functions/${name}/invocations`]);
    expect(begun[0]?.request.headers['x-amz-invocation-type']).toBe('Event');
    expect(JSON.parse(begun[0]?.body ?? '')).toEqual(task);
  });

  test('reports the record when the function is throttled, so that it comes again', async () => {
    answers = [published, () => [429, { Type: 'User', message: 'Rate Exceeded.' }]];
    const answer = await handler({ Records: [record(hurt, changed(hurt))] }, context);
    expect(answer.batchItemFailures).toHaveLength(1);
  });

  test('reports the record when filling seats is busy', async () => {
    answers = [
      published,
      () => [200, { failure: { errorType: 'Busy', message: 'Busy', errorInfo: { retryable: true } } }],
    ];
    const answer = await handler({ Records: [record(hurt, changed(hurt))] }, context);
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(written.join('\n')).toContain('HealingFailed');
  });

  test('fails a batch of which not even the first record is done', async () => {
    answers = Array<Answering>(8).fill(() => [500, {}]);
    const Records = [...life(registrationItem({ userId: 'ann' })), ...life(registrationItem({ userId: 'bob' }))];
    await expect(handler({ Records }, context)).rejects.toThrow('None of 2 records');
  });
});
