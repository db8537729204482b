import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appSyncTransport, type AppSyncApi } from '../../client/appsync.ts';
import { readError } from '../../client/error.ts';
import { FakeSocket } from './fakeSocket.ts';

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const API = { endpoint: 'https://api.example/graphql', getToken: async () => 'token' };
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Subscribes so many times, and shows what each is told. */
async function subscribe(count: number, api: AppSyncApi = API) {
  const { listen } = appSyncTransport(api);
  const told: string[][] = [];
  const reasons: unknown[] = [];
  const start = () => {
    const heard: string[] = [];
    told.push(heard);
    return listen(
      'subscription { onX }',
      {},
      {
        listening: () => void heard.push('listening'),
        next: (data) => void heard.push(JSON.stringify(data)),
        lost(reason) {
          reasons.push(reason);
          heard.push((reason as Error).message);
        },
      },
    );
  };
  const ends = Array.from({ length: count }, start);
  await passes(0);
  return { told, reasons, start, ends };
}

/** The same, over a connection that is open. */
async function subscribeOpen(count: number, api?: AppSyncApi) {
  const opened = await subscribe(count, api);
  const [socket] = FakeSocket.all as [FakeSocket];
  socket.open();
  await passes(0);
  return { ...opened, socket };
}

describe('where appSyncTransport connects', () => {
  it.each([
    ['http://localhost:4000/graphql', undefined, 'ws://localhost:4000/graphql/realtime'],
    ['https://tickets.example/graphql', undefined, 'wss://tickets.example/graphql/realtime'],
    [
      'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql',
      undefined,
      'wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
    ],
    [
      'https://abcdefghijklmnopqrstuvwxyz.appsync-api.cn-north-1.amazonaws.com.cn/graphql',
      undefined,
      'wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.cn-north-1.amazonaws.com.cn/graphql',
    ],
    ['https://api.example/graphql', 'wss://live.example/', 'wss://live.example/'],
  ])('of %s and %s is %s, and the host it names is that of the endpoint', async (endpoint, realtimeUrl, url) => {
    await subscribe(1, { ...API, endpoint, realtimeUrl });
    const [socket] = FakeSocket.all as [FakeSocket];
    expect([socket.url, socket.protocols[0]]).toEqual([url, 'graphql-ws']);
    expect(socket.authorization).toEqual({ host: new URL(endpoint).host, Authorization: 'token' });
  });

  it('is told by whom: with an API key, and with the token of the moment for each subscription', async () => {
    await subscribe(1, { endpoint: API.endpoint, apiKey: 'da2-key' });
    expect(FakeSocket.all[0]?.authorization).toEqual({ host: 'api.example', 'x-api-key': 'da2-key' });
    FakeSocket.all = [];
    let asked = 0;
    const { socket, start } = await subscribeOpen(1, { ...API, getToken: () => `token ${(asked += 1)}` });
    start();
    await passes(0);
    const starts = socket.sent.filter(({ type }) => type === 'start');
    expect(starts.map(({ payload }) => payload)).toEqual(
      ['token 2', 'token 3'].map((Authorization) => ({
        data: '{"query":"subscription { onX }","variables":{}}',
        extensions: { authorization: { host: 'api.example', Authorization } },
      })),
    );
  });
});

describe('a connection of appSyncTransport', () => {
  it('is one for all subscriptions, hands each its own messages, and ends with the last of them', async () => {
    const { told, socket, ends, start } = await subscribeOpen(2);
    expect(FakeSocket.all).toHaveLength(1);
    expect(socket.sent.map(({ type, id }) => [type, id])).toEqual([
      ['connection_init', undefined],
      ['start', '1'],
      ['start', '2'],
    ]);
    ['1', '2'].forEach((id) => socket.say({ type: 'start_ack', id }));
    socket.say({ type: 'data', id: '2', payload: { data: 'news' } });
    ends[1]?.();
    ends[1]?.();
    socket.say({ type: 'data', id: '2', payload: { data: 'more' } });
    socket.say({ type: 'complete', id: '2' });
    await passes(20_000);
    expect(told).toEqual([['listening'], ['listening', '"news"']]);
    expect(socket.sent.slice(3)).toEqual([{ id: '2', type: 'stop' }]);
    expect(socket.isClosed).toBe(false);
    ends[0]?.();
    expect(socket.isClosed).toBe(true);
    await passes(400_000);
    expect(told[0]).toEqual(['listening']);
    start();
    await passes(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('is given up where it does not open, and the next subscription makes another', async () => {
    const { told, start } = await subscribe(1);
    await passes(14_999);
    expect(told).toEqual([[]]);
    await passes(1);
    expect(told[0]).toHaveLength(1);
    expect(FakeSocket.all[0]?.isClosed).toBe(true);
    start();
    await passes(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('is given up where no token comes, and loses what waits for it where there is none', async () => {
    const never = await subscribe(1, { ...API, getToken: () => new Promise(() => undefined) });
    await passes(15_000);
    expect(never.told[0]).toHaveLength(1);
    const none = await subscribe(2, { ...API, getToken: () => Promise.reject(new Error('Signed out.')) });
    expect(none.told).toEqual([['Signed out.'], ['Signed out.']]);
    expect(FakeSocket.all).toEqual([]);
  });

  it('is given up where nothing comes any more', async () => {
    const { told, socket } = await subscribeOpen(1);
    socket.say({ type: 'start_ack', id: '1' });
    await passes(299_999);
    socket.say({ type: 'ka' });
    await passes(299_999);
    expect(told).toEqual([['listening']]);
    await passes(1);
    expect(told).toEqual([['listening', 'The server has fallen silent.']]);
  });

  it('is given up where nothing comes after a start, however often others start meanwhile', async () => {
    const { told, socket, start } = await subscribeOpen(1);
    socket.say({ type: 'start_ack', id: '1' });
    const end = start();
    await passes(10_000);
    end();
    start();
    await passes(5_000);
    expect(told).toEqual([['listening', 'The server has fallen silent.'], [], ['The server has fallen silent.']]);
    expect(socket.isClosed).toBe(true);
  });

  it.each(['<html>Bad gateway</html>', '', 'null', '7', '[]'])('is given up where %j comes', async (data) => {
    const { told, socket } = await subscribeOpen(2);
    expect(() => socket.onmessage?.({ data })).not.toThrow();
    expect(told).toEqual(Array(2).fill(['What the server says is no message of AppSync.']));
    expect(socket.isClosed).toBe(true);
  });

  it('goes on after a keep-alive that has a payload of null', async () => {
    const { told, socket } = await subscribeOpen(1);
    socket.say({ type: 'ka', payload: null });
    socket.say({ type: 'start_ack', id: '1', payload: null });
    expect(told).toEqual([['listening']]);
  });

  it.each(['onclose', 'onerror'] as const)('tells everyone once, and reaches nobody after that: %s', async (event) => {
    const { told, socket } = await subscribeOpen(2);
    ['1', '2'].forEach((id) => socket.say({ type: 'start_ack', id }));
    socket[event]?.();
    socket.onclose?.();
    socket.say({ type: 'data', id: '1', payload: { data: 'late' } });
    await passes(400_000);
    expect(told).toEqual(Array(2).fill(['listening', 'The connection is lost.']));
  });

  it('tells nobody who has ended, also where another’s listener has ended them', async () => {
    const { listen } = appSyncTransport(API);
    const lost: number[] = [];
    const ends = [0, 1].map((index) =>
      listen(
        'subscription { onX }',
        {},
        {
          listening: () => undefined,
          next: () => undefined,
          lost() {
            lost.push(index);
            ends.forEach((end) => end());
          },
        },
      ),
    );
    await passes(0);
    FakeSocket.all[0]?.onclose?.();
    expect(lost).toEqual([0]);
  });

  it('that was refused is left alone, whatever becomes of it, once there is another', async () => {
    const { told, reasons, start } = await subscribe(1);
    const [refused] = FakeSocket.all as [FakeSocket];
    refused.onopen?.();
    const message = 'You are not authorized to make this call.';
    refused.say({ type: 'connection_error', payload: { errors: [{ errorType: 'UnauthorizedException', message }] } });
    await passes(0);
    expect(told).toEqual([[message]]);
    // The token has expired: with the next one it may work.
    expect(readError(reasons[0])).toBeNull();
    start();
    await passes(0);
    refused.onclose?.();
    await passes(14_000);
    expect(refused.isClosed).toBe(true);
    expect(told[1]).toEqual([]);
  });
});

describe('a subscription of appSyncTransport', () => {
  it('is lost where the server does not listen for it, and no other', async () => {
    const { told, socket } = await subscribeOpen(2);
    socket.say({ type: 'start_ack', id: '2' });
    await passes(15_000);
    expect(told).toEqual([['The server does not listen.'], ['listening']]);
    expect(socket.sent.at(-1)).toEqual({ id: '1', type: 'stop' });
  });

  it('that is refused is lost for a reason that readError knows, and no other is', async () => {
    const { told, reasons, socket } = await subscribeOpen(2);
    const message = 'Not Authorized to access onX on type Subscription';
    socket.say({ type: 'error', id: '1', payload: { errors: [{ errorType: 'Unauthorized', message }] } });
    socket.say({ type: 'start_ack', id: '2' });
    await passes(20_000);
    expect(told).toEqual([[message], ['listening']]);
    expect(readError(reasons[0])).toMatchObject({ errorType: 'Unauthorized', message });
  });

  it.each([
    ['one error, not in a list', { errors: { errorType: 'MaxSubscriptionsReachedError', message: 'Too many.' } }],
    ['an error that has a type alone', { errors: [{ errorType: 'Too many.' }] }],
    ['a message that is half an error', { data: null, errors: [{ message: 'Too many.' }] }],
  ])('is lost by %s, in words', async (_, payload) => {
    const { told, socket } = await subscribeOpen(2);
    socket.say({ type: 'data' in payload ? 'data' : 'error', id: '1', payload });
    expect(told).toEqual([['Too many.'], []]);
  });

  it('is lost where the server ends it', async () => {
    const { told, socket } = await subscribeOpen(2);
    socket.say({ type: 'complete', id: '1' });
    expect(told).toEqual([['The server has ended the subscription.'], []]);
  });
});
