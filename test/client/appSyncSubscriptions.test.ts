import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appSyncSubscriptions } from './snippets/appSyncSubscriptions.ts';

/** A WebSocket whose server is the test. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readonly sent: { type: string; id?: string }[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }

  close(): void {
    this.isClosed = true;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ACK = { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } };

/** Subscribes so many times, and shows what each is told. */
async function subscribe(count: number) {
  const forward = appSyncSubscriptions({
    endpoint: 'https://api.example/graphql',
    realtimeUrl: 'wss://api.example/graphql/realtime',
    getToken: async () => 'token',
  });
  const told: string[][] = [];
  const start = () => {
    const heard: string[] = [];
    told.push(heard);
    const sink = {
      next: ({ data }: { data?: unknown }) => void heard.push(JSON.stringify(data)),
      error: ({ message }: Error) => void heard.push(message),
      complete: () => void heard.push('complete'),
    };
    return forward({ query: 'subscription { onX }', variables: {} } as never, {} as never).subscribe(sink as never);
  };
  const subscriptions = Array.from({ length: count }, start);
  await vi.advanceTimersByTimeAsync(0);
  return { told, start, subscriptions, passes: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

/** The same, over a connection that is open. */
async function subscribeOpen(count: number) {
  const opened = await subscribe(count);
  const [socket] = FakeSocket.all as [FakeSocket];
  socket.onopen?.();
  socket.say(ACK);
  await opened.passes(0);
  return { ...opened, socket };
}

describe('the exchange for subscriptions', () => {
  it('has all of them over one connection, and hands each its own messages', async () => {
    const { told, socket, subscriptions, passes } = await subscribeOpen(2);
    expect(FakeSocket.all).toHaveLength(1);
    expect(socket.sent.map(({ type, id }) => [type, id])).toEqual([
      ['connection_init', undefined],
      ['start', '1'],
      ['start', '2'],
    ]);
    ['1', '2'].forEach((id) => socket.say({ type: 'start_ack', id }));
    socket.say({ type: 'data', id: '2', payload: { data: 'news' } });
    subscriptions[1]?.unsubscribe();
    socket.say({ type: 'data', id: '2', payload: { data: 'more' } });
    await passes(20_000);
    expect(told).toEqual([[], ['"news"']]);
    expect(socket.sent.at(-1)).toEqual({ id: '2', type: 'stop' });
  });

  it('gives up a connection that does not open, and makes another', async () => {
    const { told, start, passes } = await subscribe(1);
    await passes(29_999);
    expect(told).toEqual([[]]);
    await passes(1);
    expect(told).toEqual([['The server has fallen silent.']]);
    expect(FakeSocket.all[0]?.isClosed).toBe(true);
    start();
    await passes(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('gives up a connection on which nothing comes any more', async () => {
    const { told, socket, passes } = await subscribeOpen(1);
    socket.say({ type: 'start_ack', id: '1' });
    await passes(299_999);
    socket.say({ type: 'ka' });
    await passes(299_999);
    expect(told).toEqual([[]]);
    await passes(1);
    expect(told).toEqual([['The server has fallen silent.']]);
  });

  it('gives up a subscription for which the server does not listen, and no other', async () => {
    const { told, socket, passes } = await subscribeOpen(2);
    socket.say({ type: 'start_ack', id: '2' });
    await passes(15_000);
    expect(told).toEqual([['The server does not listen.'], []]);
  });

  it('ends a subscription that is refused, and no other', async () => {
    const { told, socket, passes } = await subscribeOpen(2);
    socket.say({ type: 'error', id: '1', payload: { errors: [{ errorType: 'Unauthorized' }] } });
    await passes(0);
    expect(told).toEqual([['[{"errorType":"Unauthorized"}]'], []]);
    socket.say({ type: 'start_ack', id: '2' });
    await passes(20_000);
    expect(told[1]).toEqual([]);
  });

  it('leaves a connection that was refused alone, whatever becomes of it, once there is another', async () => {
    const { told, start, passes } = await subscribe(1);
    const [refused] = FakeSocket.all as [FakeSocket];
    refused.onopen?.();
    refused.say({ type: 'connection_error', payload: { errors: [{ errorType: 'UnauthorizedException' }] } });
    await passes(0);
    expect(told).toEqual([['[{"errorType":"UnauthorizedException"}]']]);
    start();
    await passes(0);
    refused.onclose?.();
    await passes(29_000);
    expect(refused.isClosed).toBe(true);
    expect(told[1]).toEqual([]);
  });
});
