import { describe, expect, test } from 'vitest';
import { audit } from '../support/audit.ts';
import { START_MS } from '../support/clock.ts';
import { leaveAll, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  test('goes on while nobody watches until the lane is empty, at almost its full pace', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(1000);
      const eventId = await world.eventWith(2000, []);
      // As if they had asked after the combiner, which is served first.
      const tickets = people.slice(1).map((userId, n) => ticketOf(stage, eventId, userId, 10_000 + n));
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
      }
      const fromMs = stage.nowMs();
      expect(await world.register(eventId, people[0]!)).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 1000 });
      // Of virtual time: 21 groups of 40 to 60 ms, and 300 ms for others to take over after each half second.
      expect(stage.nowMs() - fromMs).toBeLessThan(2000);
      expect(stage.tickets()).toEqual([]);
    }));

  test('hands over to somebody who watches half a second after it is served', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(200);
      const eventId = await world.eventWith(1000, []);
      const answeredMs: number[] = [];
      const lastHolders = new Set<string>();
      await Promise.all(
        people.map(async (userId, n) => {
          await stage.pause(20 * n);
          await world.register(eventId, userId, { seed: n });
          answeredMs[n] = stage.nowMs() - START_MS - 20 * n;
          stage.leases().forEach(({ holder }) => lastHolders.add(holder));
        }),
      );
      expect(Math.max(...answeredMs)).toBeLessThan(2000);
      expect(lastHolders.size).toBeGreaterThan(2);
      expect(await audit(world, eventId, people)).toEqual([]);
    }));
});
