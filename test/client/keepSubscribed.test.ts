import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { appSyncTransport } from '../../client/appsync.ts';
import { readError } from '../../client/error.ts';
import {
  CreateEventDocument,
  GetEventDocument,
  OnEventChangedDocument,
  OnWaitlistChangedDocument,
  UpdateEventDocument,
} from '../../client/operations.generated.ts';
import { layWire } from '../support/wire.ts';
import { FakeSocket } from './fakeSocket.ts';
import { send } from './snippets/fetch.ts';
import { createUrqlClient } from './snippets/urql.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';

describe('a subscription of appSyncTransport that is kept', () => {
  beforeEach(() => {
    FakeSocket.all = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.useFakeTimers();
    // In the middle: pauses of 500, 1000, 2000 … ms.
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const latest = () => FakeSocket.all.at(-1)!;

  /** Subscribes so many times with a token that is new each time, and shows what each is told. */
  async function subscribe(count = 1) {
    let asked = 0;
    const transport = appSyncTransport({
      endpoint: 'https://api.example/graphql',
      getToken: async () => `token ${(asked += 1)}`,
    });
    const told: string[][] = [];
    const reasons: unknown[] = [];
    const ends = Array.from({ length: count }, (_, index) => {
      const heard: string[] = (told[index] = []);
      return transport.subscribe(
        'subscription { onX }',
        {},
        {
          next: (data) => void heard.push(JSON.stringify(data)),
          interrupted: () => void heard.push('interrupted'),
          reconnected: () => void heard.push('reconnected'),
          error(reason) {
            reasons.push(reason);
            heard.push((reason as Error).message);
          },
        },
      );
    });
    await passes(0);
    return { told, reasons, ends };
  }

  /** The latest socket opens, and listens to all. */
  async function listens(): Promise<void> {
    latest().open();
    await passes(0);
    latest().listen();
  }

  it('comes back after a cut, all over one connection with new tokens, and tells of the gap', async () => {
    const { told } = await subscribe(2);
    await listens();
    const [first] = FakeSocket.all as [FakeSocket];
    expect(told).toEqual([[], []]);
    first.onclose?.();
    expect(told).toEqual([['interrupted'], ['interrupted']]);
    await passes(499);
    expect(FakeSocket.all).toHaveLength(1);
    await passes(1);
    expect(FakeSocket.all).toHaveLength(2);
    expect(first.authorization).toMatchObject({ Authorization: 'token 1' });
    expect(latest().authorization).toMatchObject({ Authorization: 'token 4' });
    await listens();
    expect(
      latest()
        .sent.slice(1)
        .map(({ type, payload }) => [type, payload]),
    ).toMatchObject(
      ['token 5', 'token 6'].map((Authorization) => ['start', { extensions: { authorization: { Authorization } } }]),
    );
    latest().started.forEach((id) => latest().say({ type: 'data', id, payload: { data: 'news' } }));
    expect(told).toEqual(Array(2).fill(['interrupted', 'reconnected', '"news"']));
  });

  it('waits longer after each attempt, and shortly again once a connection was good for a while', async () => {
    const { told } = await subscribe();
    for (const pause of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = FakeSocket.all.length;
      latest().onclose?.();
      await passes(pause - 1);
      expect(FakeSocket.all).toHaveLength(before);
      await passes(1);
      expect(FakeSocket.all).toHaveLength(before + 1);
    }
    // A server that listens and goes at once is no reason to hurry.
    await listens();
    latest().onclose?.();
    await passes(14_999);
    expect(FakeSocket.all).toHaveLength(8);
    await passes(1);
    await listens();
    await passes(15_000);
    latest().onclose?.();
    await passes(500);
    expect(FakeSocket.all).toHaveLength(10);
    expect(told).toEqual([['interrupted', 'reconnected', 'interrupted', 'reconnected', 'interrupted']]);
  });

  it('does not come back all at once with the others: pauses differ by chance', async () => {
    await subscribe();
    vi.mocked(Math.random).mockReturnValue(0);
    latest().onclose?.();
    await passes(250);
    expect(FakeSocket.all).toHaveLength(2);
    vi.mocked(Math.random).mockReturnValue(0.999);
    latest().onclose?.();
    await passes(1498);
    expect(FakeSocket.all).toHaveLength(2);
    await passes(1);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it('asks for a token again where none is to be had', async () => {
    const getToken = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValue('token');
    const told: unknown[] = [];
    appSyncTransport({ endpoint: 'https://api.example/graphql', getToken }).subscribe(
      'subscription { onX }',
      {},
      { next: () => undefined, interrupted: (reason) => told.push(reason), error: (reason) => told.push(reason) },
    );
    await passes(0);
    expect(told).toEqual([new TypeError('Failed to fetch')]);
    expect(FakeSocket.all).toEqual([]);
    await passes(500);
    expect(FakeSocket.all).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('ends with the error where it is refused, at the first time and after a gap, and is tried no more', async () => {
    const { told, reasons } = await subscribe(2);
    const message = 'Not Authorized to access onX on type Subscription';
    const refusal = { errors: [{ errorType: 'Unauthorized', message }] };
    latest().open();
    await passes(0);
    latest().say({ type: 'error', id: '1', payload: refusal });
    latest().say({ type: 'start_ack', id: '2' });
    expect(told).toEqual([[message], []]);
    expect(readError(reasons[0])?.errorType).toBe('Unauthorized');
    latest().onclose?.();
    await passes(500);
    latest().open();
    await passes(0);
    expect(latest().started).toEqual(['1']);
    latest().say({ type: 'error', id: '1', payload: refusal });
    await passes(600_000);
    expect(told).toEqual([[message], ['interrupted', message]]);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('tries a new token where the connection is not authorized, and ends where that is not either', async () => {
    const { told } = await subscribe();
    const message = 'You are not authorized to make this call.';
    const refuse = () => {
      latest().onopen?.();
      latest().say({
        type: 'connection_error',
        payload: { errors: [{ errorType: 'UnauthorizedException', message }] },
      });
    };
    refuse();
    await passes(500);
    expect(latest().authorization).toMatchObject({ Authorization: 'token 2' });
    // This one is taken, and so the next refusal is a first one again.
    await listens();
    latest().onclose?.();
    await passes(1000);
    refuse();
    await passes(2000);
    refuse();
    await passes(600_000);
    expect(told).toEqual([['interrupted', 'reconnected', 'interrupted', message]]);
    expect(FakeSocket.all).toHaveLength(4);
  });

  it.each(['MaxSubscriptionsReachedError', 'TooManyRequestsException', 'LimitExceededError', 'InternalFailure'])(
    'goes on trying where it is told %s',
    async (errorType) => {
      const { told } = await subscribe();
      for (const attempt of [1, 2, 3, 4]) {
        latest().open();
        await passes(0);
        latest().say({ type: 'error', id: '1', payload: { errors: [{ errorType, message: '' }] } });
        await passes(500 * 2 ** (attempt - 1));
      }
      await listens();
      expect(told).toEqual([['interrupted', 'reconnected']]);
      expect(FakeSocket.all).toHaveLength(5);
    },
  );

  it('that listened before comes back after whatever ends it', async () => {
    const { told } = await subscribe();
    await listens();
    latest().say({
      type: 'data',
      id: '1',
      payload: { data: null, errors: [{ errorType: 'Other', message: 'Half.' }] },
    });
    await passes(500);
    await listens();
    latest().say({ type: 'complete', id: '1' });
    await passes(1000);
    await listens();
    expect(told).toEqual([['interrupted', 'reconnected', 'interrupted', 'reconnected']]);
  });

  it('that ends before its connection is open closes that once it is, of which browsers do not complain', async () => {
    const { ends } = await subscribe();
    ends[0]?.();
    expect(latest().isClosed).toBe(false);
    latest().open();
    expect(latest()).toMatchObject({ isClosed: true, sent: [] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that ends before its connection is open closes that after 15 s where it does not open', async () => {
    const { ends } = await subscribe();
    ends[0]?.();
    await passes(14_999);
    expect(latest().isClosed).toBe(false);
    await passes(1);
    expect(latest().isClosed).toBe(true);
  });

  it.each(['before it is open', 'while it listens', 'during the pause', 'while it comes back'])(
    'ends with its unsubscribing %s, and nothing is told or tried after it',
    async (moment) => {
      const { told, ends } = await subscribe();
      if (moment !== 'before it is open') {
        await listens();
      }
      if (moment === 'during the pause' || moment === 'while it comes back') {
        latest().onclose?.();
      }
      if (moment === 'while it comes back') {
        await passes(500);
        latest().open();
      }
      const before = [FakeSocket.all.length, told[0]?.length];
      ends[0]?.();
      ends[0]?.();
      latest().onclose?.();
      await passes(600_000);
      expect([FakeSocket.all.length, told[0]?.length]).toEqual(before);
      expect(FakeSocket.all.slice(1).every(({ isClosed }) => isClosed)).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});

describe('over a wire that is cut and mended', () => {
  let api: ClientApi;
  let backstage: { endpoint: string; getToken: () => Promise<string> };
  beforeAll(async () => {
    // Node 20 has no WebSocket of its own.
    vi.stubGlobal('WebSocket', WebSocket);
    api = await startClientApi();
    backstage = { endpoint: api.endpoint, getToken: async () => api.tokens.root };
  });
  afterAll(async () => {
    await api?.close();
    vi.unstubAllGlobals();
  });

  async function lay() {
    const wire = await layWire(Number(new URL(api.endpoint).port));
    onTestFinished(() => wire.close());
    return { wire, endpoint: `http://localhost:${wire.port}/graphql`, getToken: async () => api.tokens.bo };
  }
  const create = (eventId: string) =>
    send(backstage, CreateEventDocument, {
      input: { eventId, title: 'Yoga', date: '2031-05-01T18:00:00Z', capacity: 1 },
    });
  const rename = (eventId: string, title: string) =>
    send(backstage, UpdateEventDocument, { input: { eventId, title } });
  const until = (isSo: () => void) => vi.waitFor(isSo, { interval: 20, timeout: 300_000 });
  /** Nobody says when the server listens at first: something changes until it is heard. */
  const isHeard = (eventId: string, hears: () => boolean) =>
    vi.waitUntil(
      async () => {
        await rename(eventId, `Yoga ${Math.random()}`);
        return hears();
      },
      { interval: 200, timeout: 300_000 },
    );

  it('a subscription hears again, and its gap is known', async () => {
    await create('yoga');
    const { wire, ...line } = await lay();
    const told: string[] = [];
    const heard: unknown[] = [];
    const end = appSyncTransport(line).subscribe(
      OnEventChangedDocument,
      { eventId: 'yoga' },
      {
        next: ({ onEventChanged }) => void heard.push(onEventChanged?.title),
        interrupted: () => void told.push('interrupted'),
        reconnected: () => void told.push('reconnected'),
        error: (reason) => void told.push(String(reason)),
      },
    );
    onTestFinished(end);
    await isHeard('yoga', () => heard.length > 0);
    wire.cut();
    await until(() => expect(told).toEqual(['interrupted']));
    await rename('yoga', 'Never heard');
    wire.mend();
    await until(() => expect(told).toEqual(['interrupted', 'reconnected']));
    await rename('yoga', 'Heard');
    await until(() => expect(heard.at(-1)).toBe('Heard'));
    expect(heard).not.toContain('Never heard');
  });

  it('urql shows what was said during the gap, and hears what comes after it', async () => {
    await create('rehearsal');
    const { wire, ...line } = await lay();
    const client = createUrqlClient({ ...line, userId: 'bo' });
    const of = { eventId: 'rehearsal' };
    let shown: string | undefined;
    const errors: unknown[] = [];
    const heard = { event: 0 };
    const stops = [
      client.query(GetEventDocument, of).subscribe(({ data }) => (shown = data?.getEvent?.title ?? shown)),
      client.subscription(OnEventChangedDocument, of).subscribe(({ data, error }) => {
        heard.event += data ? 1 : 0;
        errors.push(...(error ? [error] : []));
      }),
      client
        .subscription(OnWaitlistChangedDocument, of)
        .subscribe(({ error }) => errors.push(...(error ? [error] : []))),
    ];
    onTestFinished(() => stops.forEach(({ unsubscribe }) => unsubscribe()));
    await isHeard('rehearsal', () => heard.event > 0);
    wire.cut();
    await rename('rehearsal', 'Said in the gap');
    wire.mend();
    await until(() => expect(shown).toBe('Said in the gap'));
    await rename('rehearsal', 'Said after it');
    await until(() => expect(shown).toBe('Said after it'));
    expect(errors).toEqual([]);
  });
});
