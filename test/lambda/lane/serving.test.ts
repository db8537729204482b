import { describe, expect, test } from 'vitest';
import { tableOf } from '../../../domain/keys.ts';
import { wishToLeave, leaveTicket, type Asking } from '../../../domain/lane/ticket.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import { withFaults } from '../support/faults.ts';
import { counted, leaveAll, leaveFor, leavingTicketOf, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  test('serves everybody who has asked, in the order of asking, for as many at once as a transaction holds', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(160);
      const eventId = await world.eventWith(60, []);
      await leaveFor(stage, eventId, people.slice(1));
      const table = counted(world.table, stage.nowMs);
      await world.register(eventId, people[0]!, { table });
      expect(table.groups).toEqual([49, 11, 33, 33, 33, 1]);
      // As fast as the partition takes them: seats every 40 ms, places every 60 ms.
      const pausesMs = table.sentMs.slice(1).map((ms, n) => ms - table.sentMs[n]!);
      expect(pausesMs.every((ms, n) => ms >= (n < 2 ? 40 : 60))).toBe(true);
      expect(await world.waiting(eventId)).toEqual([...people.slice(61), people[0]]);
      const seated = await Promise.all(people.slice(1, 61).map((userId) => world.status(eventId, userId)));
      expect(new Set(seated)).toEqual(new Set(['REGISTERED']));
      expect(await audit(world, eventId, people)).toEqual([]);
      expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
    }));

  test('lets nobody pass who has asked later, where a shard holds more tickets than are read at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [first = '', second = '', third = '', combiner = '', seated = ''] = await world.users(5);
      const eventId = await world.eventWith(1, [seated]);
      // The last character says which shard it is.
      const inShard = (ticket: Asking, shard: number) => ({ ...ticket, requestId: `${ticket.requestId}-${shard}` });
      const leaving = Array.from({ length: 60 }, (_, n) => leavingTicketOf(stage, eventId, `no-${n}`, 'none', n - 900));
      await leaveAll(stage, [
        ...leaving.map((ticket) => inShard(ticket, 0)),
        inShard(ticketOf(stage, eventId, first, -1000), 5),
        inShard(ticketOf(stage, eventId, second, -500), 0),
        inShard(ticketOf(stage, eventId, third, -400), 5),
      ]);
      await world.register(eventId, combiner);
      expect(await world.waiting(eventId)).toEqual([first, second, third, combiner]);
    }));

  test('serves leavers and heads together: the first leaver’s seat goes to the first head', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(80);
      const eventId = await world.eventWith(30, people);
      const registrations = await Promise.all(people.slice(0, 30).map((userId) => world.registration(eventId, userId)));
      await leaveAll(
        stage,
        registrations.slice(1).map((own, n) => leavingTicketOf(stage, eventId, own!.userId, own!.requestId, n - 40)),
      );
      // The own request is a ticket as well, as the resolver leaves it when others are in the way.
      const own = leavingTicketOf(stage, eventId, people[0]!, registrations[0]!.requestId);
      const table = counted(world.table);
      await stage.table.write(leaveTicket(own));
      const answer = await world.unregister(eventId, people[0]!, { table, ticket: { asking: own, isLeft: true } });
      expect(answer).toMatchObject({ value: { promoted: true } });
      expect(table.groups).toEqual([24, 6]);
      const words = stage.tickets().sort((one, other) => (one.SK < other.SK ? -1 : 1));
      expect(words.map(({ promotedUserId }) => promotedUserId)).toEqual(people.slice(30, 59));
      expect(await world.status(eventId, people[59]!)).toBe('REGISTERED');
      expect(await world.waiting(eventId)).toEqual(people.slice(60));
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test.each(['is free', 'goes to who waits'])(
    'refuses a ticket of somebody who has come meanwhile, and serves those who leave with them: the seat %s',
    (fate) =>
      onStage(async (stage) => {
        const { world } = stage;
        const people = await world.users(7);
        const [ann = '', bob = '', cid = '', head = '', next = '', last = '', combiner = ''] = people;
        const eventId = await world.eventWith(3, [ann, bob, cid, ...(fate === 'is free' ? [] : [head, next, last])]);
        const own = await world.registration(eventId, bob);
        await leaveAll(stage, [
          leavingTicketOf(stage, eventId, ann, null, -1),
          leavingTicketOf(stage, eventId, bob, own!.requestId, -1),
          leavingTicketOf(stage, eventId, cid, null, -1),
        ]);
        await world.put({ ...own, checkedInAt: own!.createdAt });
        await world.put({ ...(await world.registration(eventId, cid)), checkedInAt: own!.createdAt });
        await world.register(eventId, combiner);
        const states = Object.fromEntries(stage.tickets().map(({ userId, state }) => [userId, state]));
        expect(states).toEqual({ [ann]: 'DONE', [bob]: 'REFUSED', [cid]: 'REFUSED' });
        const statuses = await Promise.all([ann, bob, cid].map((userId) => world.status(eventId, userId)));
        expect(statuses).toEqual(['NONE', 'REGISTERED', 'REGISTERED']);
        expect(await audit(world, eventId, people)).toEqual([]);
      }),
  );

  test.each([
    ['hands over', 24, 26],
    ['hands over', 24, 40],
    ['takes out of the queue', 32, 34],
  ])(
    '%s as many as the event counts, and leaves nobody behind whom it does not count: %i of %i',
    (what, count, length) =>
      onStage(async (stage) => {
        const { world } = stage;
        const people = await world.users(30 + length + 1);
        const [combiner = '', ...there] = people;
        const eventId = await world.eventWith(30, there);
        await world.put({ ...(await world.event(eventId)), waitlistCount: count });
        const leavers = what === 'hands over' ? there.slice(0, count) : there.slice(30, 30 + count);
        const owns = await Promise.all(leavers.map((userId) => world.registration(eventId, userId)));
        const tickets = owns.map((own, n) => {
          const ticket = leavingTicketOf(stage, eventId, own!.userId, own!.requestId, n - 40);
          return own!.waitlistedAt === undefined ? ticket : { ...ticket, wish: wishToLeave(own!) };
        });
        await leaveAll(stage, tickets);
        await world.register(eventId, combiner);
        expect(stage.tickets().map(({ state }) => state)).toEqual(leavers.map(() => 'DONE'));
        const still = there.slice(30 + count);
        expect(await world.waiting(eventId)).toEqual([...still, combiner]);
        expect(await world.event(eventId)).toMatchObject({ waitlistCount: still.length + 1 });
      }),
  );

  test('takes a damaged head out of the queue, and the leaver’s seat goes to the next, without another request', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(5);
      const [leaver = '', damaged = '', next = '', last = '', combiner = ''] = people;
      const eventId = await world.eventWith(1, [leaver, damaged, next, last]);
      const own = await world.registration(eventId, leaver);
      await world.remove((await world.registration(eventId, damaged))!);
      await leaveAll(stage, [leavingTicketOf(stage, eventId, leaver, own!.requestId, -1)]);
      await world.register(eventId, combiner);
      expect(stage.tickets()).toMatchObject([{ state: 'DONE', promotedUserId: next }]);
      expect(await world.waiting(eventId)).toEqual([last, combiner]);
      expect(world.reported.metrics).toMatchObject({ DamagedEntries: 1 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test('repeats a group whose answer is lost under the same token, and its own answer is none the less certain', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(20);
      const eventId = await world.eventWith(5, [], { waitlistEnabled: false });
      await leaveFor(stage, eventId, people.slice(1));
      const table = withFaults(
        world.table,
        (call) => (['lostAfter', 'conflict', 'lostBefore', 'lostAfter'] as const)[call] ?? null,
      );
      const answer = await world.register(eventId, people[0]!, { table });
      expect(answer).toMatchObject({ failure: { errorType: 'EventFull' } });
      expect(new Set(table.tokens).size).toBe(1);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 5, version: 2 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test.each([
    ['leaves alone who has left since they were served', false],
    ['would register them again, if a group did not take its tickets', true],
  ])('%s', (_title, keepsTickets) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', combiner = ''] = await world.users(2);
      const eventId = await world.eventWith(5, []);
      await leaveFor(stage, eventId, [ann]);
      let hasLeft = false;
      const table: Table = {
        ...stage.table,
        async transact(actions, token) {
          const look = ({ key, condition }: Action): Action => ({
            operation: 'ConditionCheck',
            key,
            condition: condition!,
          });
          const sent = actions.map((one) => (keepsTickets && tableOf(one.key) === 'lane' ? look(one) : one));
          const attempt = await stage.table.transact(sent, token);
          const own = hasLeft ? null : await world.registration(eventId, ann);
          if (own !== null) {
            hasLeft = true;
            await world.remove(own);
            const event = (await world.event(eventId))!;
            const { currentRegistrations, version } = event;
            await world.put({ ...event, currentRegistrations: currentRegistrations - 1, version: version + 1 });
          }
          return attempt;
        },
      };
      expect(await world.register(eventId, combiner, { table })).toMatchObject({ value: {} });
      expect(hasLeft).toBe(true);
      expect(await world.status(eventId, ann)).toBe(keepsTickets ? 'REGISTERED' : 'NONE');
      expect(await audit(world, eventId, [ann, combiner])).toEqual([]);
    }),
  );
});
