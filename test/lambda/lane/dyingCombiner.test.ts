import { describe, expect, test } from 'vitest';
import type { RegistrationItem } from '../../../domain/item.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import { forever } from '../support/faults.ts';
import { leaveFor, onStage, outcomes } from '../support/lane.ts';

describe('a combiner that dies', () => {
  /** Six who have left tickets, a combiner that dies at its n-th call, before or after it, and one who comes later. */
  const dyingAt = (call: number, isAfter: boolean) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(8);
      const [first = '', later = '', ...others] = people;
      const eventId = await world.eventWith(3, []);
      await leaveFor(stage, eventId, others);
      let calls = 0;
      const dies = <T>(work: () => Promise<T>): Promise<T> => {
        calls += 1;
        if (calls - 1 < call) {
          return work();
        }
        return calls - 1 === call && isAfter ? work().then(forever) : forever();
      };
      const { table } = world;
      const mortal: Table = {
        get: (key) => dies(() => table.get(key)),
        query: (condition, limit) => dies(() => table.query(condition, limit)),
        countPage: (condition, start) => dies(() => table.countPage(condition, start)),
        getTogether: (keys) => dies(() => table.getTogether(keys)),
        write: (action) => dies(() => table.write(action)),
        transact: (actions, token) => dies(() => table.transact(actions, token)),
      };
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
    let call = 0;
    while (!(await dyingAt(call, isAfter))) {
      call += 1;
    }
    // All calls of a whole life: looking, ticket, lease, eight shards, event, flag, groups, its own registration.
    expect(call).toBeGreaterThan(20);
  });
});
