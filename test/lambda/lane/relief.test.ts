import { describe, expect, test } from 'vitest';
import { leaseKey } from '../../../domain/keys.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import { START_MS } from '../support/clock.ts';
import { withFaults } from '../support/faults.ts';
import { holdLease, leaveAll, onStage, ticketOf } from '../support/lane.ts';
import type { VirtualStage } from '../support/virtualStage.ts';
import type { Circumstances } from '../support/world.ts';

/** Leaves tickets of these people, whom nobody watches, one every so many milliseconds. */
async function comeUnwatched(stage: VirtualStage, eventId: string, people: string[], everyMs: number): Promise<void> {
  for (const userId of people) {
    await leaveAll(stage, [ticketOf(stage, eventId, userId)]);
    await stage.pause(everyMs);
  }
}

/** Registers somebody in the lane, and says how long it took. */
async function timed(
  stage: VirtualStage,
  eventId: string,
  userId: string,
  circumstances: Circumstances = {},
): Promise<number> {
  const fromMs = stage.nowMs();
  expect(await stage.world.register(eventId, userId, circumstances)).toMatchObject({
    value: { registrationStatus: 'REGISTERED' },
  });
  return stage.nowMs() - fromMs;
}

describe('a combiner that has done its duty', () => {
  test('works on without a gap until somebody else has taken the lease', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', ...others] = await world.users(152);
      const eventId = await world.eventWith(500, []);
      const sentMs: number[] = [];
      const table = withFaults(world.table, () => {
        sentMs.push(stage.nowMs());
        return null;
      });
      const coming = comeUnwatched(stage, eventId, others, 20);
      const [ofAnn] = await Promise.all([
        timed(stage, eventId, ann, { table }),
        stage.pause(2000).then(() => timed(stage, eventId, bob, { table })),
        coming,
      ]);
      // Nobody watched before Bob came, after 2 s.
      expect(ofAnn).toBeGreaterThan(2000);
      expect(ofAnn).toBeLessThan(2200);
      const gaps = sentMs.slice(1).map((ms, n) => ms - sentMs[n]!);
      expect(Math.max(...gaps)).toBeLessThan(120);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 152 });
      expect(await audit(world, eventId, [ann, bob, ...others])).toEqual([]);
      expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
    }));

  test.each([0, 5000, -5000])('is relieved as soon where its clock is %i ms before the others’', (aheadMs) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', ...others] = await world.users(122);
      const eventId = await world.eventWith(500, []);
      const coming = comeUnwatched(stage, eventId, others, 20);
      const [ofAnn] = await Promise.all([
        timed(stage, eventId, ann, { startMs: START_MS + aheadMs }),
        stage.pause(1000).then(() => timed(stage, eventId, bob, { seed: 2 })),
        coming,
      ]);
      // Nobody watched before Bob came, after 1 s.
      expect(ofAnn).toBeLessThan(1200);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 122 });
      expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
    }),
  );

  test('goes off duty as well when another combiner has served its ticket', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = '', ...others] = await world.users(153);
      const eventId = await world.eventWith(500, []);
      /** While Ann's first group is on its way, her lease ends, and Bob serves her. */
      const bobServes = async (): Promise<void> => {
        await stage.table.write({ operation: 'DeleteItem', key: leaseKey(eventId) });
        await world.register(eventId, bob, { seed: 2 });
      };
      const table = withFaults(world.table, (call) => (call === 0 ? bobServes : null));
      const ofAnn = timed(stage, eventId, ann, { table });
      await stage.pause(500);
      const coming = comeUnwatched(stage, eventId, others, 20);
      const watching = stage.pause(1500).then(() => timed(stage, eventId, cid));
      expect(await ofAnn).toBeLessThan(2300);
      await Promise.all([coming, watching]);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 153 });
      expect(await audit(world, eventId, [ann, bob, cid, ...others])).toEqual([]);
    }));
});

test('one reading of the lane does for several groups', () =>
  onStage(async (stage) => {
    const { world } = stage;
    const people = await world.users(300);
    const eventId = await world.eventWith(500, []);
    const tickets = people.slice(1).map((userId, n) => ticketOf(stage, eventId, userId, n - 1000));
    for (let at = 0; at < tickets.length; at += 100) {
      await leaveAll(stage, tickets.slice(at, at + 100));
    }
    let [queries, groups] = [0, 0];
    const table: Table = {
      ...world.table,
      query: (condition, limit, order) => {
        queries += 1;
        return world.table.query(condition, limit, order);
      },
      transact: (actions, token) => {
        groups += 1;
        return world.table.transact(actions, token);
      },
    };
    await world.register(eventId, people[0]!, { table });
    expect(groups).toBe(7);
    // Of eight shards, 50 of each: the first, the rest, what is left for less than a group, and that nobody is left.
    expect(queries / 8).toBeLessThanOrEqual(4);
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 300 });
  }));

test.each([
  [0, 50, 150],
  [50, 250, 800],
  [1000, 3000, 3000],
])('a waiter whose look takes %i ms pauses for %i to %i ms', (lookMs, leastMs, mostMs) =>
  onStage(async (stage) => {
    const { world } = stage;
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(5, []);
    await holdLease(stage, eventId, 16_000);
    const table: Table = {
      ...world.table,
      getEach: async (keys) => {
        await stage.pause(lookMs);
        return world.table.getEach(keys);
      },
    };
    const answer = await world.register(eventId, ann, { table, timeMs: 15_000 });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    const { slept } = world.reported;
    expect(slept.length).toBeGreaterThanOrEqual(4);
    expect(slept.every((ms) => ms >= leastMs && ms <= mostMs)).toBe(true);
  }),
);
