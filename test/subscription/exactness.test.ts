import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { admin, user } from '../support/api.ts';
import { startWorld, type World } from '../support/world.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { NOTHING, truthOf, type Shown } from './support/truth.ts';
import { WaitingClient } from './support/waitingClient.ts';
import { byTier, IS_FAST } from '../support/tier.ts';

const PEOPLE = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus', 'hal'];
const ME = 'hal';

let api: World;
let events = 0;
beforeAll(async () => {
  api = await startWorld();
  for (const userId of PEOPLE) {
    await api.graphql(
      admin,
      'mutation ($userId: ID!) { createUser(input: { userId: $userId, name: "N" }) { userId } }',
      { userId },
    );
  }
});
afterAll(() => api.close());

type Command = { do: 'register' | 'unregister'; who: string } | { do: 'setCapacity'; capacity: number };

/** What happens at the same time; then there is a pause. */
interface Burst {
  commands: Command[];
  isConnected: boolean;
}

const who = fc.constantFrom(...PEOPLE);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('register' as const, 'unregister' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('setCapacity' as const), capacity: fc.integer({ min: 1, max: 6 }) }),
  },
);
const burst: fc.Arbitrary<Burst> = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 4 }),
  isConnected: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/** Performs a command; what it answers does not matter here. */
async function perform(eventId: string, one: Command): Promise<void> {
  if (one.do === 'setCapacity') {
    const input = { eventId, capacity: one.capacity };
    await api.graphql(admin, 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { eventId } }', {
      input,
    });
    return;
  }
  const field = one.do === 'register' ? 'registerForEvent' : 'unregisterFromEvent';
  const query = `mutation ($userId: ID!, $eventId: ID!) { ${field}(userId: $userId, eventId: $eventId) { userId } }`;
  await api.graphql(user(one.who), query, { userId: one.who, eventId });
}

/** A full event with everybody but the first waiting, me last. */
async function crowdedEvent(): Promise<string> {
  const eventId = `event-${(events += 1)}`;
  const input = { eventId, title: 'T', date: '2027-01-01T10:00:00Z', capacity: 1 };
  await api.graphql(admin, 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }', {
    input,
  });
  for (const userId of PEOPLE) {
    await perform(eventId, { do: 'register', who: userId });
  }
  return eventId;
}

function shownBy({ place }: WaitingClient): Shown {
  const { registrationStatus, position, waitlistCount, waitlistVersion } = place ?? NOTHING;
  return { registrationStatus, position, waitlistCount, waitlistVersion };
}

async function quiet(client: WaitingClient): Promise<void> {
  await api.running.streamIdle();
  await client.settled();
}

describe('a subscribed client', () => {
  test('always shows the place that the table says, at every quiet point and after a lost connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(burst, { minLength: 1, maxLength: 6 }), async (bursts) => {
        const eventId = await crowdedEvent();
        const client = new WaitingClient(api, ME, eventId);
        await client.connect();
        for (const { commands, isConnected } of bursts) {
          if (!isConnected) {
            client.disconnect();
          }
          await Promise.all(commands.map((one) => perform(eventId, one)));
          if (!isConnected) {
            await client.connect();
          }
          await quiet(client);
          expect(shownBy(client)).toEqual(truthOf(await api.scan(), ME, eventId));
        }
        client.disconnect();
      }),
      { numRuns: byTier(3, 40) },
    );
    expect(sweep(await api.scan())).toEqual([]);
  });

  test.runIf(IS_FAST)(
    'never needs to fetch again while its connection holds and its registration stays the same',
    async () => {
      const eventId = await crowdedEvent();
      await api.running.streamIdle();
      const client = new WaitingClient(api, ME, eventId);
      await client.connect();
      for (const leaver of ['cid', 'ann', 'eve']) {
        await perform(eventId, { do: 'unregister', who: leaver });
      }
      await perform(eventId, { do: 'register', who: 'ann' });
      await quiet(client);
      expect(shownBy(client)).toMatchObject({ position: 4, waitlistCount: 5 });
      await perform(eventId, { do: 'setCapacity', capacity: 6 });
      await quiet(client);
      expect(shownBy(client)).toEqual({ ...NOTHING, registrationStatus: 'REGISTERED' });
      expect(client.fetches).toBe(1);
      client.disconnect();
    },
  );

  test.runIf(IS_FAST)('notices a lost message by the next one, and fetches again', async () => {
    const eventId = await crowdedEvent();
    await api.running.streamIdle();
    const client = new WaitingClient(api, ME, eventId);
    await client.connect();
    client.lose(1);
    await perform(eventId, { do: 'unregister', who: 'cid' });
    await quiet(client);
    expect(shownBy(client)).toMatchObject({ position: 7 });
    await perform(eventId, { do: 'unregister', who: 'bob' });
    await quiet(client);
    expect(shownBy(client)).toEqual(truthOf(await api.scan(), ME, eventId));
    expect(client.fetches).toBe(2);
    client.disconnect();
  });

  test.runIf(IS_FAST)(
    'shows too much when messages are missed and nobody fetches again (the control of the tests above)',
    async () => {
      const eventId = await crowdedEvent();
      await api.running.streamIdle();
      const client = new WaitingClient(api, ME, eventId);
      await client.connect();
      client.disconnect();
      await perform(eventId, { do: 'unregister', who: 'cid' });
      await quiet(client);
      expect(shownBy(client)).not.toEqual(truthOf(await api.scan(), ME, eventId));
    },
  );
});

describe('publishChanges', () => {
  test.runIf(IS_FAST)('loses no push when it is killed between commit and publish', async () => {
    const eventId = await crowdedEvent();
    await api.running.streamIdle();
    const client = new WaitingClient(api, ME, eventId);
    await client.connect();
    let kills = 0;
    for (const [index, leaver] of ['bob', 'dan', 'cid', 'fay', 'eve'].entries()) {
      await perform(eventId, { do: 'unregister', who: leaver });
      const published = api.running.streamIdle();
      await sleep(15 * index);
      await vi.waitUntil(() => api.running.lambdaPids().length > 0, { timeout: 120_000 });
      const pids = api.running.lambdaPids();
      pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
      kills += pids.length;
      await Promise.race([published, sleep(50)]);
    }
    await quiet(client);
    expect(kills).toBeGreaterThan(2);
    const versions = client.arrived.map(({ waitlistVersion }) => waitlistVersion);
    expect([...new Set(versions)]).toEqual([9, 10, 11, 12, 13]);
    expect(shownBy(client)).toEqual(truthOf(await api.scan(), ME, eventId));
    expect(client.fetches).toBe(1);
    expect([...api.running.deadLetters, ...api.running.sentMessages]).toEqual([]);
    client.disconnect();
  });
});
