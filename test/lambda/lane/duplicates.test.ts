import { describe, expect, test } from 'vitest';
import { counted, leaveAll, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  test('serves one ticket of a user, and refuses the second at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(5, []);
      const [first, second] = [ticketOf(stage, eventId, ann, -2), ticketOf(stage, eventId, ann, -1)];
      await leaveAll(stage, [first, second]);
      const table = counted(world.table);
      await world.register(eventId, bob, { table });
      expect(table.groups).toEqual([2]);
      expect(await world.registration(eventId, ann)).toMatchObject({ requestId: first.requestId });
      expect(stage.tickets()).toMatchObject([{ requestId: second.requestId, state: 'REFUSED' }]);
    }));
});
