import { describe, expect, test } from 'vitest';
import { audit } from '../support/audit.ts';
import { withSingleFaults } from '../support/faults.ts';
import { leaveFor, onStage, outcomes } from '../support/lane.ts';

describe('a throttled lane', () => {
  const METHODS = ['get', 'query', 'write'] as const;

  test.each(METHODS)('is waited for when every %s of it is refused for a while', (method) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(6);
      const eventId = await world.eventWith(3, []);
      await leaveFor(stage, eventId, people.slice(1));
      let left = 30;
      const table = withSingleFaults(world.table, (call) => {
        const isMeant = call.method === method && call.table === 'lane';
        return isMeant && (left -= 1) >= 0 ? 'throttled' : null;
      });
      const answer = await world.register(eventId, people[0]!, { table });
      expect(outcomes([answer])).toEqual([3]);
      expect(left).toBeLessThan(0);
      expect(await audit(world, eventId, people)).toEqual([]);
    }),
  );

  test.each(METHODS)(
    'ends as Busy at the deadline when every %s of it is refused, and nothing happens later',
    (method) =>
      onStage(async (stage) => {
        const { world } = stage;
        const [ann = '', bob = ''] = await world.users(2);
        const eventId = await world.eventWith(3, []);
        const table = withSingleFaults(world.table, (call) =>
          call.method === method && call.table === 'lane' ? 'throttled' : null,
        );
        const answer = await world.register(eventId, ann, { table });
        const outcome = method === 'write' ? 'UNKNOWN' : 'NONE';
        expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome } } });
        await world.register(eventId, bob);
        expect(await world.status(eventId, ann)).toBe('NONE');
        expect(stage.tickets()).toEqual([]);
      }),
  );
});
