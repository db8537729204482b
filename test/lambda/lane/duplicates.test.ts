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

  test('refuses all tickets at once of somebody who has a registration, and takes away those of that very request', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(9, []);
      const asked = (userId: string, n: number, requestId: string) => ({
        ...ticketOf(stage, eventId, userId, n - 9),
        requestId,
      });
      await world.register(eventId, ann, {}, 'of-ann');
      await world.register(eventId, bob, {}, 'of-bob');
      await leaveAll(stage, [
        ...[0, 1, 2].map((n) => asked(ann, n, `other-${n}`)),
        ...[3, 4, 5].map((n) => asked(bob, n, 'of-bob')),
      ]);
      const table = counted(world.table);
      await world.register(eventId, cid, { table });
      expect(table.groups).toEqual([3, 1]);
      expect(stage.tickets().map(({ userId, state }) => [userId, state])).toEqual(Array(3).fill([ann, 'REFUSED']));
    }));

  test('serves people whose clients have chosen one request id at one moment', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(3);
      const [ann = '', bob = '', cid = ''] = people;
      const eventId = await world.eventWith(9, []);
      const [ofAnn, ofBob] = [ann, bob].map((userId) => ({
        ...ticketOf(stage, eventId, userId, -1),
        requestId: 'the-same',
      }));
      await leaveAll(stage, [ofAnn!, ofBob!]);
      await world.register(eventId, cid, {}, 'the-same');
      const made = await Promise.all(people.map((userId) => world.registration(eventId, userId)));
      expect(made.map((one) => one?.requestId)).toEqual(Array(3).fill('the-same'));
      expect(stage.tickets()).toEqual([]);
    }));

  test('lets a repeated call find its work, with its present position, not that of joining', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = '', dan = ''] = await world.users(4);
      const eventId = await world.eventWith(1, [ann, bob]);
      await leaveAll(stage, [ticketOf(stage, eventId, cid, -2)]);
      expect(await world.register(eventId, dan, {}, 'of-dan')).toMatchObject({ value: { position: 3 } });
      await stage.pause(2000);
      await world.unregister(eventId, bob);
      const asking = { ...ticketOf(stage, eventId, dan), requestId: 'of-dan' };
      await leaveAll(stage, [asking]);
      const again = await world.register(eventId, dan, { ticket: { asking, isLeft: true } }, 'of-dan');
      expect(again).toMatchObject({
        value: { registrationId: 'of-dan', joinedPosition: 3, position: 2, waitlistCount: 2 },
      });
      expect(stage.tickets()).toEqual([]);
    }));
});
