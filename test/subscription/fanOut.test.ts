import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OnEventChangedDocument } from '../../client/operations.generated.ts';
import type { EventChange } from '../../client/position.ts';
import { admin } from '../support/api.ts';
import { startWorld, type World } from '../support/world.ts';
import { RealtimeSocket } from './support/realtimeSocket.ts';
import { byTier } from '../support/tier.ts';

const SUBSCRIBERS = byTier(50, 1000);
const CHANGES = byTier(10, 100);
const CONNECTING_AT_ONCE = 50;
const SINGLE_CHANGES = byTier(4, 40);
/** As Lambda polls a stream, and as the local server does by default. */
const POLL_MS = 250;

let api: World;
beforeAll(async () => {
  api = await startWorld();
});
afterAll(() => api.close());

async function createEvent(eventId: string): Promise<void> {
  const input = { eventId, title: 'T', date: '2027-01-01T10:00:00Z', capacity: 1 };
  await api.graphql(admin, 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }', {
    input,
  });
}

async function rename(eventId: string, title: string): Promise<number> {
  const query = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { version } }';
  const { data } = await api.graphql(admin, query, { input: { eventId, title } });
  return data.updateEvent.version;
}

async function subscribe(token: string, eventId: string, take: (change: EventChange) => void): Promise<RealtimeSocket> {
  const socket = await RealtimeSocket.connect(api.running.realtimeUrl, api.running.url, token);
  await socket.subscribe<EventChange>(print(OnEventChangedDocument), { eventId }, take);
  return socket;
}

describe('Subscription.onEventChanged', () => {
  it(`gives each of ${SUBSCRIBERS} subscribers the last state after a burst of ${CHANGES} changes`, async () => {
    await createEvent('crowd');
    const token = await api.running.issueToken('ann');
    const latest = new Array<EventChange | undefined>(SUBSCRIBERS);
    let messages = 0;
    const before = process.memoryUsage().rss;
    const sockets: RealtimeSocket[] = [];
    for (let first = 0; first < SUBSCRIBERS; first += CONNECTING_AT_ONCE) {
      const some = Array.from({ length: CONNECTING_AT_ONCE }, (_, offset) =>
        subscribe(token, 'crowd', (change) => {
          messages += 1;
          latest[first + offset] = change;
        }),
      );
      sockets.push(...(await Promise.all(some)));
    }
    await api.running.streamIdle();
    const start = performance.now();
    for (let change = 1; change <= CHANGES; change += 1) {
      await rename('crowd', `title ${change}`);
    }
    const written = performance.now();
    await api.running.streamIdle();
    await Promise.all(sockets.map((socket) => socket.settled()));
    const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.log(
      `${SUBSCRIBERS} subscribers, ${CHANGES} changes in ${Math.round(written - start)} ms: all have the last state ` +
        `${Math.round(performance.now() - written)} ms later; ${messages} messages; server and clients together ` +
        `+${megabytes(process.memoryUsage().rss - before)} MB`,
    );
    expect(new Set(latest.map((change) => `${change?.version} ${change?.title}`))).toEqual(
      new Set([`${CHANGES + 1} title ${CHANGES}`]),
    );
    sockets.forEach((socket) => socket.drop());
  });

  it('announces every change that nothing follows, and says how long that takes', async () => {
    await createEvent('single');
    let arrived: (change: EventChange) => void = () => undefined;
    const socket = await subscribe(await api.running.issueToken('ann'), 'single', (change) => arrived(change));
    await api.running.streamIdle();
    const waits: number[] = [];
    for (let change = 0; change < SINGLE_CHANGES; change += 1) {
      await sleep((change * 37) % POLL_MS); // any phase of the polling
      const next = new Promise<EventChange>((resolve) => (arrived = resolve));
      const version = await rename('single', `title ${change}`);
      const answered = performance.now();
      expect((await next).version).toBe(version);
      waits.push(performance.now() - answered);
    }
    socket.drop();
    waits.sort((a, b) => a - b);
    const percentile = (share: number) => Math.round(waits[Math.ceil(share * waits.length) - 1] ?? 0);
    console.log(
      `from the mutation's answer to the message: median ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, poll interval ${POLL_MS} ms`,
    );
  });
});
