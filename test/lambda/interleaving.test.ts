import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from './support/audit.ts';
import { seeded, START_MS } from './support/clock.ts';
import { forgettingTokens, withFaults } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { BACKEND, World } from './support/world.ts';
import { byTier } from '../support/tier.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

const KINDS = ['conflict', 'throttled', 'refused', 'lostBefore', 'lostAfter'] as const;

/** A table on which every third transaction goes wrong in some way. */
function unreliable(table: Table, seed: number): Table {
  const random = seeded(seed);
  return withFaults(table, () => (random() < 0.3 ? (KINDS[Math.floor(random() * KINDS.length)] ?? null) : null));
}

interface History {
  seed: number;
  capacity: number;
  target: number;
  /** Who of the first eight leaves while the last four register. */
  leavers: boolean[];
}

const histories: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  capacity: fc.integer({ min: 1, max: 5 }),
  target: fc.integer({ min: 1, max: 12 }),
  leavers: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
});

describe('promoteFromWaitlist', () => {
  test('always keeps every count, seat and place, whatever happens at once and whatever answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ seed, capacity, target, leavers }) => {
        const people = await world.users(12);
        const eventId = await world.eventWith(capacity, people.slice(0, 8));
        const circumstances = (n: number) => ({
          seed: seed + n,
          table: unreliable(world.table, seed + n),
          timeMs: 600_000,
          // Clocks of hosts differ.
          startMs: START_MS + (n % 3) * 5000 - 5000,
        });
        const leaving = people
          .filter((_, n) => leavers[n])
          .map((userId, n) => world.unregister(eventId, userId, circumstances(n), BACKEND));
        const coming = people.slice(8).map((userId, n) => world.register(eventId, userId, circumstances(100 + n)));
        const raising = world.call(
          { operation: 'updateEvent', eventId, patch: { capacity: target }, caller: BACKEND },
          circumstances(200),
        );
        const answers = await Promise.all([...leaving, ...coming]);
        await raising;
        expect(answers.filter((answer) => 'failure' in answer)).toEqual([]);
        expect(await audit(world, eventId, people)).toEqual([]);
      }),
      { numRuns: byTier(5, 40) },
    );
  });

  test('negative control: without tokens a healing whose answer is lost promotes one more than it says', async () => {
    const people = await world.users(4);
    const eventId = await world.eventWith(1, people);
    await world.put({ ...(await world.event(eventId)), capacity: 3 });
    const table = withFaults(forgettingTokens(world.table), (call) => (call === 0 ? 'lostAfter' : null));
    expect(await world.call({ operation: 'fillSeats', eventId }, { table })).toEqual({ value: { promoted: 1 } });
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 3 });
  });
});
