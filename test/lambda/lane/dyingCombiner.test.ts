import { wishToLeave } from '../../../domain/lane/ticket.ts';
import { describe, expect, inject, test } from 'vitest';
import type { RegistrationItem } from '../../../domain/item.ts';
import { leaseKey } from '../../../domain/keys.ts';
import type { Action } from '../../../domain/transaction.ts';
import { audit } from '../support/audit.ts';
import { dyingTable } from '../support/dyingTable.ts';
import { withFaults } from '../support/faults.ts';
import { holdLease, leaveAll, leaveFor, leavingTicketOf, onStage, outcomes, ticketOf } from '../support/lane.ts';
import type { VirtualStage } from '../support/virtualStage.ts';
import type { Circumstances } from '../support/world.ts';
import { IS_FAST } from '../../support/tier.ts';

/** Of the calls of a life every so many is tried as the last; which, the seed says. */
const STEP = IS_FAST ? 4 : inject('share');
const FIRST = inject('seed') % STEP;

/** What is written of a lease, a ticket or an event by itself, as `LEASE UpdateItem`. */
const nameOf = ({ operation, key }: Action): string => `${key.SK.split('#')[0] ?? ''} ${operation}`;

describe('a combiner that dies', () => {
  /** Six who have left tickets, a combiner that dies at its n-th call, before or after it, and one who comes later. */
  const dyingAt = (call: number, isAfter: boolean) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(8);
      const [first = '', later = '', ...others] = people;
      const eventId = await world.eventWith(3, []);
      await leaveFor(stage, eventId, others);
      const mortal = dyingTable(world.table, call, isAfter);
      const isAnswered = await Promise.race([
        world.register(eventId, first, { table: mortal }, 'of-the-dead').then(() => true),
        stage.pause(200).then(() => false),
      ]);
      const answer = await world.register(eventId, later);
      const statuses = await Promise.all(others.map((userId) => world.status(eventId, userId)));
      expect(statuses.filter((status) => status === 'NONE')).toEqual([]);
      expect(outcomes([answer])).not.toContain('Busy');
      const own = (await world.table.get<RegistrationItem>(
        (await world.registration(eventId, first)) ?? { PK: 'none', SK: 'none' },
      )) as RegistrationItem | null;
      const { currentRegistrations, waitlistCount } = await world.event(eventId);
      expect(currentRegistrations + waitlistCount).toBe(own === null ? 7 : 8);
      expect(await audit(world, eventId, people)).toEqual([]);
      expect(stage.tickets().filter(({ state }) => state === 'ASKED')).toEqual([]);
      return isAnswered;
    });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s any of its calls leaves everybody to the next, and nobody is served twice', async (_, isAfter) => {
    let call = FIRST;
    while (!(await dyingAt(call, isAfter))) {
      call += STEP;
    }
    // All calls of a whole life: looking, ticket, lease, eight shards, event, flag, groups, its own registration.
    expect(call).toBeGreaterThan(20);
  });
});

/** Nobody is served past the lane from here on, until a group is. */
async function sendToLane({ world }: VirtualStage, eventId: string): Promise<void> {
  await world.put({ ...(await world.event(eventId)), laneUntil: '2090-01-01T00:00:00.000Z' });
}

/** Three seats and five who wait; `coming` have come for the event, and nobody watches their tickets. */
async function fullEvent(stage: VirtualStage) {
  const { world } = stage;
  const people = await world.users(17);
  const [giver = '', leaver = '', later = '', ...more] = people;
  const [waiting, [newcomer = '', ...coming]] = [more.slice(0, 5), more.slice(5)];
  const eventId = await world.eventWith(3, [giver, leaver, later, ...waiting]);
  await sendToLane(stage, eventId);
  return { people, eventId, giver, leaver, later, waiting, newcomer, coming };
}
type Full = Awaited<ReturnType<typeof fullEvent>>;

/** Those who meet the lane, and how: the statuses of whom nothing has become, and who are served. */
const OWN = {
  'a seat is given up': { of: ({ leaver }: Full) => leaver, isLeaving: true, statuses: ['REGISTERED', 'NONE'] },
  'a place is given up': { of: ({ waiting }: Full) => waiting[3]!, isLeaving: true, statuses: ['WAITLISTED', 'NONE'] },
  'a place is taken': { of: ({ newcomer }: Full) => newcomer, isLeaving: false, statuses: ['NONE', 'WAITLISTED'] },
};
type Own = keyof typeof OWN;

function callOf({ world }: VirtualStage, full: Full, own: Own, circumstances: Circumstances): Promise<unknown> {
  const { of, isLeaving } = OWN[own];
  const userId = of(full);
  return isLeaving
    ? world.unregister(full.eventId, userId, circumstances)
    : world.register(full.eventId, userId, circumstances, 'of-the-dead');
}

/** Somebody gives a seat and somebody a place up, and then one joins after the other. */
async function comeUnwatched(stage: VirtualStage, { eventId, giver, waiting, coming }: Full): Promise<void> {
  const wish = wishToLeave((await stage.world.registration(eventId, waiting[4]!))!);
  await leaveAll(stage, [{ ...leavingTicketOf(stage, eventId, waiting[4]!, null), wish }]);
  await stage.pause(80);
  await leaveAll(stage, [leavingTicketOf(stage, eventId, giver, null)]);
  for (const userId of coming) {
    await stage.pause(80);
    await leaveAll(stage, [ticketOf(stage, eventId, userId)]);
  }
}

/**
 * Somebody else works through the lane; then everybody is served, and every seat is with who is next.
 * @returns whether the one who may have died is served as well
 */
async function workThrough(stage: VirtualStage, full: Full, own: Own): Promise<boolean> {
  const { world } = stage;
  const { eventId, giver, later, waiting, coming, people } = full;
  await sendToLane(stage, eventId);
  expect(await world.unregister(eventId, later)).toMatchObject({ value: { promoted: true } });
  const status = (userId: string) => world.status(eventId, userId);
  const { of, statuses } = OWN[own];
  const ofOwn = await status(of(full));
  expect(statuses).toContain(ofOwn);
  const isServed = ofOwn === statuses[1];
  expect(await Promise.all([giver, later, waiting[4]!].map(status))).toEqual(['NONE', 'NONE', 'NONE']);
  const promoted = own === 'a seat is given up' && isServed ? 3 : 2;
  const seated = await Promise.all(waiting.slice(0, 3).map(status));
  expect(seated.filter((one) => one === 'REGISTERED')).toHaveLength(promoted);
  expect(seated.slice(0, promoted)).not.toContain('WAITLISTED');
  expect(await Promise.all(coming.map(status))).toEqual(coming.map(() => 'WAITLISTED'));
  expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 3 });
  expect(await audit(world, eventId, people)).toEqual([]);
  const winners = stage.tickets().flatMap(({ promotedUserId }) => (promotedUserId ? [promotedUserId] : []));
  expect(new Set(winners).size).toBe(winners.length);
  return isServed;
}

describe.each(Object.keys(OWN) as Own[])('whoever dies while others come and leave, where %s', (own) => {
  /** A combiner that dies at its n-th call, in a life that is long enough to keep its lease, and to offer it. */
  const dyingAt = (call: number, isAfter: boolean) =>
    onStage(async (stage) => {
      const { world } = stage;
      const full = await fullEvent(stage);
      const written: Action[] = [];
      const slow = withFaults(world.table, (nth) => () => stage.pause(nth < 2 ? 150 : 60));
      const coming = stage.pause(30).then(() => comeUnwatched(stage, full));
      const isAnswered = await Promise.race([
        callOf(stage, full, own, { table: dyingTable(slow, call, isAfter, written) }).then(() => true),
        stage.pause(4000).then(() => false),
      ]);
      await coming;
      const isServed = await workThrough(stage, full, own);
      expect(isServed || !isAnswered).toBe(true);
      expect(stage.tickets().filter(({ state }) => state === 'ASKED')).toEqual([]);
      return isAnswered ? written : null;
    });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s any of its calls as a combiner leaves everybody to the next', async (_, isAfter) => {
    let [call, life]: [number, Action[] | null] = [FIRST, null];
    for (; life === null; call += STEP) {
      life = await dyingAt(call, isAfter);
    }
    const steps = life.map(nameOf);
    // Taken, kept and offered.
    expect(steps.filter((name) => name === 'LEASE UpdateItem')).toHaveLength(3);
    expect(steps).toContain('LEASE DeleteItem');
    expect(steps.includes('ASKED DeleteItem')).toBe(OWN[own].isLeaving);
  });

  /** Nobody serves whoever waits, until its time is over and it takes its ticket back, or is dead. */
  const givingUpAt = (call: number, isAfter: boolean) =>
    onStage(async (stage) => {
      const { world } = stage;
      const full = await fullEvent(stage);
      await holdLease(stage, full.eventId, 15_000);
      const written: Action[] = [];
      const table = dyingTable(world.table, call, isAfter, written);
      const isAnswered = await Promise.race([
        callOf(stage, full, own, { table, timeMs: 700 }).then(() => true),
        stage.pause(4000).then(() => false),
      ]);
      await comeUnwatched(stage, full);
      await stage.table.write({ operation: 'DeleteItem', key: leaseKey(full.eventId) });
      expect(await workThrough(stage, full, own)).toBe(false);
      return isAnswered ? written : null;
    });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s any of its calls until it takes its ticket back is not served later', async (_, isAfter) => {
    let [call, life]: [number, Action[] | null] = [FIRST, null];
    for (; life === null; call += STEP) {
      life = await givingUpAt(call, isAfter);
    }
    expect(life.map(nameOf)).toEqual(['ASKED PutItem', 'ASKED DeleteItem']);
  });
});
