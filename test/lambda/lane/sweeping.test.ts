import { describe, expect, test } from 'vitest';
import { START_MS } from '../support/clock.ts';
import { leaveAll, leaveFor, leavingTicketOf, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  test('sweeps tickets 15 s after their deadline, whatever their state, and no other', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(5, []);
      const states = ['ASKED', 'REFUSED', 'DONE'] as const;
      const old = states.map((state) => ({ ...ticketOf(stage, eventId, `old-${state}`, -60_000, -15_100), state }));
      const late = states.map((state) => ({ ...ticketOf(stage, eventId, `late-${state}`, -60_000, -14_000), state }));
      await leaveAll(stage, [...old, ...late]);
      for (const ticket of stage.tickets()) {
        const state = [...old, ...late].find(({ requestId }) => requestId === ticket.requestId)?.state;
        await world.put({ ...ticket, state });
      }
      await leaveFor(stage, eventId, await world.users(1));
      await world.register(eventId, ann);
      const kept = stage.tickets().map(({ userId }) => userId);
      expect(kept.sort()).toEqual(['late-ASKED', 'late-DONE', 'late-REFUSED']);
    }));

  test('sweeps a decided ticket 15 s after that, whoever has decided it, and no sooner', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(6);
      const eventId = await world.eventWith(9, []);
      const passBy = async (n: number) => {
        await leaveFor(stage, eventId, [people[n]!]);
        await world.register(eventId, people[n + 1]!);
      };
      await leaveAll(stage, [leavingTicketOf(stage, eventId, 'nobody', 'none', -1, 60_000)]);
      await passBy(0);
      expect(stage.tickets()).toMatchObject([{ userId: 'nobody', state: 'REFUSED' }]);
      await stage.pause(14_000);
      await passBy(2);
      expect(stage.tickets()).toMatchObject([{ userId: 'nobody', state: 'REFUSED' }]);
      await stage.pause(2000);
      await passBy(4);
      expect(stage.tickets()).toEqual([]);
    }));

  test('leaves a decided ticket to its waiter although its own clock is ahead by 5 s, and the other’s was behind', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(9, []);
      await leaveAll(stage, [leavingTicketOf(stage, eventId, 'nobody', 'none', -1)]);
      await world.register(eventId, ann, { startMs: START_MS - 5000 });
      await leaveFor(stage, eventId, [bob]);
      await world.register(eventId, cid, { startMs: START_MS + 5000 });
      expect(stage.tickets()).toMatchObject([{ userId: 'nobody', state: 'REFUSED' }]);
    }));

  test('never sweeps its own ticket, which has something to tell still', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(1, [ann, bob]);
      const asking = leavingTicketOf(stage, eventId, ann, null, -1, 60_000);
      await leaveAll(stage, [asking]);
      await world.register(eventId, cid);
      expect(stage.tickets()).toMatchObject([{ state: 'DONE' }]);
      await stage.pause(20_000);
      await leaveFor(stage, eventId, await world.users(1));
      const answer = await world.unregister(eventId, ann, { ticket: { asking, isLeft: true } });
      expect(answer).toMatchObject({ value: { promoted: true } });
    }));
});
