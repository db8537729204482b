import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealtimeClient } from 'appsync-local/testing';
import { addEventRegistration } from '../../infra/eventRegistration.ts';
import { settingsOf } from '../../infra/stage.ts';
import { newAssemblyFolder } from '../infra/synthesise.ts';
import { anyone, user } from '../support/api.ts';
import { callsTo } from '../support/calls.ts';
import { eventInput, must } from '../support/given.ts';
import { startWorld, type World } from '../support/world.ts';

/**
 * The API of the prod stage, where the switch for introspection counts; without what watches it, which does not run
 * locally.
 */
let api: World;
let eventId: string;
beforeAll(async () => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({ context, analyticsReporting: false, outdir: newAssemblyFolder() });
  addEventRegistration(app, { ...settingsOf('prod'), isWatched: false }, Date.now());
  app.synth();
  api = await startWorld({ assemblyDir: app.outdir });
  eventId = must(await callsTo(api).createEvent('iam', { input: eventInput() })).eventId;
});
afterAll(() => api.close());

/** A real request with the API key. */
async function post(
  body: string,
): Promise<{ status: number; data: unknown; errors: { message: string; errorType?: string }[] }> {
  const headers = { 'content-type': 'application/json', 'x-api-key': api.running.apiKey ?? '' };
  const response = await fetch(api.running.url, { method: 'POST', body, headers });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; errorType?: string }[];
  };
  return { status: response.status, data, errors };
}
const ask = (query: string, variables: object = {}) => post(JSON.stringify({ query, variables }));
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const event = (inside: string) => `getEvent(eventId: "${eventId}") { ${inside} }`;
const unparsable = {
  status: 400,
  data: undefined,
  errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
};
const tooLong = {
  status: 400,
  data: undefined,
  errors: [{ errorType: 'BadRequestException', message: 'Maximum char length exceeded' }],
};

const UNDEFINED = /^Validation error of type FieldUndefined: Field '__(schema|type)' in type 'Query' is undefined @ '/;

/** After whatever was sent: the API still serves. */
async function expectHealthy(): Promise<void> {
  expect(await ask(`{ ${event('title')} }`)).toEqual({
    status: 200,
    data: { getEvent: { title: 'Concert' } },
    errors: [],
  });
}

describe('the API of prod', () => {
  it('boots locally, with the firewall among what has no effect here', () => {
    expect(api.running.withoutEffect).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^AWS::WAFv2::WebACL /),
        expect.stringMatching(/^AWS::WAFv2::WebACLAssociation /),
      ]),
    );
  });

  it.each([
    ['__schema', '{ __schema { types { name } } }'],
    ['__type', '{ __type(name: "Event") { name } }'],
    ['__schema in a fragment', '{ ...f } fragment f on Query { hidden: __schema { types { name } } }'],
  ])('answers no introspection: %s is undefined, over HTTP and WebSocket', async (_what, query) => {
    const { status, data, errors } = await ask(query);
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toEqual([
      { path: null, locations: expect.any(Array) as [], message: expect.stringMatching(UNDEFINED) as string },
    ]);
    const client = await RealtimeClient.connect(api.running);
    client.start('s', query);
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: { errors: [{ message: expect.stringMatching(UNDEFINED) as string }] },
    });
    client.close();
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('A document', () => {
  const nested = (levels: number) => `${'viewerRegistration { event { '.repeat(levels)}title${' } }'.repeat(levels)}`;

  it('16 levels deep is refused with QueryDepthLimitReached and not executed, also through fragments; with 15 it is answered', async () => {
    const refused = {
      status: 200,
      data: null,
      errors: [
        {
          path: null,
          data: null,
          errorType: 'QueryDepthLimitReached',
          errorInfo: null,
          locations: null,
          message: 'Query depth limit of 15 reached: the query is 16 levels deep.',
        },
      ],
    };
    expect((await ask(`{ ${event(nested(6))} }`)).data).toEqual({ getEvent: { viewerRegistration: null } });
    const sixteen = event(`viewerRegistration { userId ${nested(0).replace('title', '')} event { ${nested(6)} } }`);
    expect(await ask(`{ ${sixteen} }`)).toEqual(refused);
    expect(await ask(`{ ...f } fragment f on Query { ${sixteen} }`)).toEqual(refused);
    const before = await api.scan();
    const { errors } = await ask(
      `mutation { createUser(input: { userId: "a", name: "N" }) { userId } } query q { ${sixteen} }`,
    );
    expect(errors).toHaveLength(1);
    expect(await api.scan()).toEqual(before);
  });

  it('of 15,000 tokens is read, with one more it is refused', async () => {
    const filler = (fields: number) => `{ ${times(fields, (index) => `a${index}: __typename`)} }`;
    // Three tokens for each field, two brackets, and a comma counts nothing.
    expect((await ask(filler(4_999).replace('{', '{ __typename'))).status).toBe(200);
    expect(await ask(filler(5_000))).toEqual(tooLong);
    expect(await ask(`{ ${'nope '.repeat(20_000)} }`)).toEqual(tooLong);
  });

  it.each([
    ['fields', `${'{a'.repeat(7_000)}${'}'.repeat(7_000)}`],
    ['fields, in a document that is never closed', '{a'.repeat(7_000)],
    ['inline fragments', `${'{ ... '.repeat(4_000)}{ __typename }${'}'.repeat(4_000)}`],
    ['lists', `{ getEvent(eventId: ${'['.repeat(7_000)}${']'.repeat(7_000)}) { title } }`],
    ['objects', `{ listEvents(filter: ${'{ a: '.repeat(3_000)}1${' }'.repeat(3_000)}) { nextToken } }`],
    ['types of variables', `query ($a: ${'['.repeat(7_000)}Int${']'.repeat(7_000)}) { __typename }`],
    ['fields behind a comment with a quote', `#"\n${'{a'.repeat(7_000)}${'}'.repeat(7_000)}`],
    [
      'fields behind a block text with a quote',
      `query ($a: String = """ " """) ${'{a'.repeat(6_000)}${'}'.repeat(6_000)}`,
    ],
  ])('that nests thousands of %s cannot be parsed', async (_what, query) => {
    expect(await ask(query)).toEqual(unparsable);
  });

  it.each([
    ['that double', (index: number) => `title ...f${index + 1} ...f${index + 1}`, 60],
    [
      'that double through fields',
      (index: number) => times(40, (alias) => `a${alias}: viewerRegistration { event { ...f${index + 1} } }`),
      6,
    ],
  ])('with fragments %s is refused as too long', async (_what, inside, count) => {
    const fragments = times(count, (index) => `fragment f${index} on Event { ${inside(index)} }`);
    expect(await ask(`{ ${event('...f0')} } ${fragments} fragment f${count} on Event { title }`)).toEqual(tooLong);
  });

  it('with fragments that spread each other in a circle is invalid', async () => {
    const { status, data, errors } = await ask(
      `{ ${event('...a')} } fragment a on Event { ...b } fragment b on Event { ...a }`,
    );
    expect({ status, data, message: errors[0]?.message }).toMatchObject({
      status: 200,
      data: null,
      message: expect.stringContaining('FragmentCycle') as string,
    });
  });

  it.each([
    ['the same field', `{ ${'__typename '.repeat(14_900)} }`],
    ['the same object', () => `{ ${event('viewerRegistration { event { title } } '.repeat(2_000))} }`],
    ['unknown fields', `{ ${'nope '.repeat(14_900)} }`],
    ['variables', `query (${times(3_700, (index) => `$v${index}: Int`)}) { __typename }`],
    ['unused fragments', `{ __typename } ${times(2_000, (index) => `fragment f${index} on Event { title }`)}`],
  ])('with thousands of times %s is answered with validation errors, of which at most 101', async (_what, query) => {
    const { status, data, errors } = await ask(typeof query === 'string' ? query : query());
    expect({ status, data }).toEqual({ status: 200, data: null });
    for (const { message } of errors) {
      expect(message).toMatch(/^Validation error of type \w+: /);
    }
    expect(errors.length).toBeLessThanOrEqual(101);
    await expectHealthy();
  });
});

describe('Aliases', () => {
  it('beyond 240 resolvers are refused one by one with ResolverExecutionLimitReached; those before are answered', async () => {
    const { status, data, errors } = await ask(`{ ${times(290, (index) => `a${index}: ${event('eventId')}`)} }`);
    expect(status).toBe(200);
    expect(Object.values(data as object).filter((one) => one !== null)).toHaveLength(240);
    expect(errors).toHaveLength(50);
    expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(new Set(['ResolverExecutionLimitReached']));
  });

  it('of mutations that the API key may not make change nothing, however many', async () => {
    const before = await api.scan();
    const { errors } = await ask(
      `mutation { ${times(600, (index) => `a${index}: createUser(input: { userId: "u${index}", name: "N" }) { userId }`)} }`,
    );
    expect(errors).toHaveLength(600);
    expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(new Set(['Unauthorized']));
    expect(await api.scan()).toEqual(before);
  });
});

describe('A body', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['an array of requests', JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }])],
    ['JSON nested 100,000 deep in variables', `{"query":"{ __typename }","variables":{"a":${deep(100_000)}}}`],
    ['JSON nested 100,000 deep beside the query', `{"query":"{ __typename }","extensions":${deep(100_000)}}`],
    ['JSON that opens a million brackets', '['.repeat(1_000_000)],
    ['variables that are a list', '{"query":"{ __typename }","variables":[]}'],
    ['a query that is an object', '{"query":{}}'],
    ['two requests one after the other', '{"query":"{ __typename }"}{"query":"{ __typename }"}'],
  ])('of %s cannot be parsed', async (_what, body) => {
    expect(await post(body)).toEqual(unparsable);
    await expectHealthy();
  });

  it('over 6 MB is refused with 413, whether or not it says so beforehand', async () => {
    const large = JSON.stringify({ query: `#${'x'.repeat(6 * 1024 * 1024)}\n{ __typename }` });
    expect(await post(large)).toMatchObject({ status: 413, errors: [{ errorType: 'RequestEntityTooLargeException' }] });
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const headers = { 'x-api-key': api.running.apiKey ?? '' };
    const response = await fetch(api.running.url, {
      method: 'POST',
      body: stream,
      headers,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    await expectHealthy();
  });

  it('with huge, deep or odd variables is answered: used ones by their type, others not at all', async () => {
    const text = 'x'.repeat(5_000_000);
    const read = 'query ($id: ID!) { getEvent(eventId: $id) { title } }';
    const { errors } = await ask(read, { id: text });
    expect(errors).toMatchObject([{ errorType: 'ValidationError' }]);
    expect(errors[0]?.message.length).toBeLessThan(1_000);
    expect((await ask(read, { id: eventId, unused: text })).data).toEqual({ getEvent: { title: 'Concert' } });
    expect(
      await post(`{"query":${JSON.stringify(read)},"variables":{"id":"${eventId}","unused":${deep(990)}}}`),
    ).toMatchObject({ status: 200, errors: [] });
    expect((await post(`{"query":${JSON.stringify(read)},"variables":{"id":${deep(990)}}}`)).errors).toHaveLength(1);
    expect(
      await post(`{"query":${JSON.stringify(read)},"variables":{"__proto__":{"id":"${eventId}"},"constructor":1}}`),
    ).toMatchObject({
      data: null,
      errors: [{ message: "Variable 'id' has coerced Null value for NonNull type 'ID!'" }],
    });
    // Brackets within texts nest nothing, in JSON nor in a document.
    const brackets = `\\"${'{['.repeat(3_000)}`;
    expect((await ask(read, { id: eventId, unused: brackets })).data).toEqual({ getEvent: { title: 'Concert' } });
    expect((await ask(`{ getEvent(eventId: ${JSON.stringify(brackets)}) { title } }`)).errors).toMatchObject([
      { errorType: 'ValidationError' },
    ]);
    const many = `query ($id: ID!) { ${times(100, (index) => `a${index}: getEvent(eventId: $id) { title }`)} }`;
    const answered = await ask(many, { id: eventId, unused: 'y'.repeat(500_000) });
    expect(Object.keys(answered.data as object)).toHaveLength(100);
    await expectHealthy();
  });
});

describe('The API key', () => {
  it('is for reading: every mutation of the schema refuses it', async () => {
    const sdl = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
    const mutations = /^type Mutation \{$(.*?)^\}$/ms.exec(sdl)?.[1] ?? '';
    expect(mutations.match(/^ {2}\w+\(/gm)?.length).toBe(14);
    expect(mutations).not.toContain('@aws_api_key');
    const { data, errors } = await api.graphql(
      anyone,
      `mutation { createUser(input: { userId: "k", name: "N" }) { userId } deleteEvent(eventId: "${eventId}") { eventId } }`,
    );
    expect(data).toEqual({ createUser: null, deleteEvent: null });
    expect(errors.map(({ errorType }) => errorType)).toEqual(['Unauthorized', 'Unauthorized']);
    expect((await api.graphql(user('ada'), `{ ${event('title')} }`)).data.getEvent).toEqual({ title: 'Concert' });
  });
});
