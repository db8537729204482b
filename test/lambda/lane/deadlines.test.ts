import { describe, expect, test } from 'vitest';
import { withFaults, withSingleFaults } from '../support/faults.ts';
import { counted, leaveAll, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  test('takes no ticket with less than half a second left, and every one with more', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(5, []);
      await leaveAll(stage, [ticketOf(stage, eventId, ann, -2, 505), ticketOf(stage, eventId, bob, -1, 700)]);
      await world.register(eventId, cid);
      expect([await world.status(eventId, ann), await world.status(eventId, bob)]).toEqual(['NONE', 'REGISTERED']);
      expect(stage.tickets()).toMatchObject([{ userId: ann, state: 'ASKED' }]);
    }));

  test('sends no group whose first deadline has come near since it has read the tickets', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', ...others] = await world.users(6);
      const eventId = await world.eventWith(9, []);
      await leaveAll(stage, [
        ticketOf(stage, eventId, ann, -9, 750),
        ...others.map((userId, n) => ticketOf(stage, eventId, userId, n - 8)),
      ]);
      // A crowd, so it raises the flag, which is refused for as long as it tries.
      const base = counted(world.table);
      const table = withSingleFaults(base, ({ method, table: name }) =>
        method === 'write' && name === 'events' ? 'throttled' : null,
      );
      await world.register(eventId, bob, { table });
      expect(await world.status(eventId, ann)).toBe('NONE');
      expect(stage.tickets()).toMatchObject([{ userId: ann, state: 'ASKED' }]);
      expect(base.groups).toEqual([5]);
    }));

  test('does not repeat a group whose answer is lost beyond the first deadline of its members', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(9, []);
      const asking = ticketOf(stage, eventId, ann, -1, 3000);
      const untilMs = stage.nowMs() + 6000;
      const sent: { ms: number; people: number }[] = [];
      const table = withFaults(world.table, (_, actions) => {
        sent.push({ ms: stage.nowMs(), people: (actions.length - 1) / 2 });
        return stage.nowMs() < untilMs ? 'lostBefore' : null;
      });
      await leaveAll(stage, [asking]);
      expect(await world.register(eventId, bob, { table })).toMatchObject({
        value: { registrationStatus: 'REGISTERED' },
      });
      const withAnn = sent.filter(({ people }) => people === 2);
      expect(withAnn.length).toBeGreaterThan(1);
      expect(withAnn.filter(({ ms }) => ms > asking.deadlineMs)).toEqual([]);
      expect(await world.status(eventId, ann)).toBe('NONE');
    }));
});
