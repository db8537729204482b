import { describe, expect, test } from 'vitest';
import { leaveAll, leaveFor, onStage, ticketOf } from '../support/lane.ts';

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
});
