import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { signRequest } from '../../src/auth/signRequest.ts';
import { RealtimeClient } from './client.ts';
import { publish, serveThings } from './thingApi.ts';

let running: RunningApi;
let client: RealtimeClient;
beforeAll(async () => {
  running = await serveThings();
  client = await RealtimeClient.connect(running);
});
afterAll(async () => {
  client.close();
  await running.close();
});

const ANY = 'subscription { onThing { id } }';
const refused = (id: string, ...errors: unknown[]) => ({ type: 'error', id, payload: { errors } });
const token = async (...options: Parameters<RunningApi['issueToken']>) => ({
  host: 'any',
  Authorization: await running.issueToken(...options),
});

describe('start and stop', () => {
  it('deliver events from the ack to the stop', async () => {
    client.start('s1', ANY);
    expect(await client.next()).toEqual({ type: 'start_ack', id: 's1' });
    await publish(running, { id: '1' });
    expect(await client.next()).toEqual({ type: 'data', id: 's1', payload: { data: { onThing: { id: '1' } } } });
    client.send({ type: 'stop', id: 's1' });
    expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
    await publish(running, { id: '2' });
    expect(await client.soFar()).toEqual([]);
  });

  it('refuses a second start with the same id and keeps the first', async () => {
    await client.subscribe('d', ANY);
    client.start('d', ANY);
    expect(await client.next()).toEqual(
      refused('d', { errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id d' }),
    );
    await publish(running, { id: '1' });
    expect((await client.next()).type).toBe('data');
    client.send({ type: 'stop', id: 'd' });
    await client.next();
  });

  it('allows 200 at a time on a connection, and says the next one with an object', async () => {
    const many = await RealtimeClient.connect(running);
    await Promise.all(Array.from({ length: 200 }, (_, index) => many.subscribe(`${index}`, ANY)));
    many.start('one more', ANY);
    const errors = { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 200 subscriptions reached' };
    expect(await many.next()).toEqual({ type: 'error', id: 'one more', payload: { errors } });
    many.send({ type: 'stop', id: '7' });
    await many.next();
    await many.subscribe('one more', ANY);
    many.close();
  });
});

describe('a start is refused', () => {
  it('when its document does not fit the schema, without an errorType', async () => {
    client.start('v', 'subscription { nothing }');
    expect(await client.next()).toEqual(
      refused('v', { message: expect.stringContaining('Validation error of type FieldUndefined') }),
    );
  });

  it('when it is no subscription', async () => {
    client.start('q', '{ ping }');
    expect(await client.next()).toEqual(
      refused('q', { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' }),
    );
  });

  it.each(['@skip(if: true)', '@include(if: false)'])(
    'when a directive leaves its field out: %s',
    async (directive) => {
      client.start('s', ANY.replace('{ id', `${directive} { id`));
      expect(await client.next()).toEqual(
        refused('s', {
          errorType: 'UnsupportedOperation',
          message: 'subscription without a field not supported through the realtime channel',
        }),
      );
    },
  );

  it.each([
    [
      'onGuarded(id: "no")',
      { errorType: 'Unauthorized', message: 'Not Authorized to access onGuarded on type Subscription' },
    ],
    ['onGuarded(id: "bad")', { errorType: 'ValidationError', message: 'That is bad.' }],
    [
      'onThingOfUser',
      { errorType: 'Unauthorized', message: 'Not Authorized to access onThingOfUser on type Subscription' },
    ],
    [
      'onMisplaced',
      {
        errorType: 'Code',
        message: 'extensions.setSubscriptionFilter is for the response handler of a subscription resolver only.',
      },
    ],
  ])('by its resolver or its directives: %s', async (field, error) => {
    client.start('r', `subscription { ${field} { id } }`);
    expect(await client.next()).toEqual(refused('r', error));
  });

  it('without its own authorization, with a bad one and with an expired one', async () => {
    client.send({ id: 'a', type: 'start', payload: { data: JSON.stringify({ query: ANY }) } });
    expect(await client.next()).toEqual(
      refused('a', { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }),
    );
    client.start('a', ANY, {}, { host: 'any', 'x-api-key': 'da2-wrong' });
    expect(await client.next()).toEqual(
      refused('a', { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }),
    );
    client.start('a', ANY, {}, await token('alice', { expiresInSeconds: -5 }));
    expect(await client.next()).toEqual(
      refused('a', { errorType: 'UnauthorizedException', message: 'Token has expired.' }),
    );
  });
});

describe('each start has an authorization of its own', () => {
  it('which may be of another mode than the connection’s', async () => {
    await client.subscribe('user', 'subscription { onThingOfUser { id secret } }', {}, await token('alice'));
    const data = JSON.stringify({ query: ANY, variables: {} });
    client.send({
      id: 'iam',
      type: 'start',
      payload: {
        data,
        extensions: { authorization: await signRequest(running.url, data, running.credentials, running.region) },
      },
    });
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'iam' });
    for (const id of ['user', 'iam']) {
      client.send({ type: 'stop', id });
      await client.next();
    }
  });

  it('by which fields of the payload are hidden', async () => {
    const client = await RealtimeClient.connect(running);
    await client.subscribe('key', 'subscription { onThing { id secret } }');
    await client.subscribe('user', 'subscription { onThing { id secret } }', {}, await token('alice'));
    const thing = JSON.stringify({ id: '1', secret: 'x' });
    const query = 'mutation ($thing: AWSJSON!) { publish(thing: $thing) { id secret } }';
    await running.execute({ as: { username: 'bob' }, query, variables: { thing } });
    const denied = {
      errorType: 'Unauthorized',
      message: 'Not Authorized to access secret on type Thing',
      path: ['onThing', 'secret'],
    };
    const { payload } = await client.next();
    expect(payload).toEqual({
      data: { onThing: { id: '1', secret: null } },
      errors: [expect.objectContaining(denied)],
    });
    expect(await client.next()).toEqual({
      type: 'data',
      id: 'user',
      payload: { data: { onThing: { id: '1', secret: 'x' } } },
    });
  });
});

describe('what is no message of the protocol', () => {
  const unsupported = refused('', {
    errorType: 'UnsupportedOperation',
    message: 'unknown not supported through the realtime channel',
  });
  it.each([
    ['no JSON', '{'],
    ['a JSON text', '"x"'],
    ['an unknown type', { type: 'subscribe', id: '1' }],
    ['a payload in the style of Apollo', { id: '1', type: 'start', payload: { query: ANY, variables: {} } }],
    ['a start without an id', { type: 'start', payload: { data: '{}' } }],
    ['a binary frame', Buffer.from([0, 255, 1])],
  ])('is refused: %s', async (_, frame) => {
    client.send(frame);
    expect(await client.next()).toEqual(unsupported);
  });

  it('is refused for its id: data that is no GraphQL', async () => {
    client.send({
      id: 'g',
      type: 'start',
      payload: { data: '{', extensions: { authorization: { 'x-api-key': running.apiKey } } },
    });
    expect(await client.next()).toEqual(
      refused('g', { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }),
    );
  });

  it('ends the connection when a frame is huge, and leaves others alone', async () => {
    const huge = await RealtimeClient.connect(running);
    huge.send('x'.repeat(1024 * 1024));
    expect(await huge.closed).toBe(1009);
    expect(await client.soFar()).toEqual([]);
  });
});
