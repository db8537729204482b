import { wishToLeave } from '../../../domain/lane/ticket.ts';
import { describe, expect, test } from 'vitest';
import { GROUPS, type GroupKind } from '../../../domain/lane/group.ts';
import { audit } from '../support/audit.ts';
import { counted, leaveAll, leavingTicketOf, onStage, ticketOf } from '../support/lane.ts';

describe('a combiner', () => {
  describe('with a bad ticket', () => {
    const PEOPLE = 8;

    /** A group of these wishes, of which those at `bad` cannot be served. */
    const groupWith = (kind: GroupKind, bad: number[]) =>
      onStage(async (stage) => {
        const { world } = stage;
        const [combiner = '', ...people] = await world.users(PEOPLE + 1);
        const waiting = await world.users(kind === 'handOvers' ? PEOPLE : 0);
        const isLeaving = kind !== 'seats' && kind !== 'places';
        const members = people.slice(0, PEOPLE);
        const capacity = kind === 'seats' ? 20 : PEOPLE;
        const before = isLeaving ? [...members, ...waiting] : [];
        const filling = kind === 'places' || kind === 'departures' ? await world.users(PEOPLE) : [];
        const eventId = await world.eventWith(capacity, [...filling, ...before]);
        const tickets = await Promise.all(
          members.map(async (userId, n) => {
            const isBad = bad.includes(n);
            const own = await world.registration(eventId, userId);
            if (!isLeaving) {
              return ticketOf(stage, eventId, userId, n - 20);
            }
            const pinned = isBad ? 'another' : (own?.requestId ?? '');
            const ticket = leavingTicketOf(stage, eventId, userId, pinned, n - 20);
            return kind === 'departures' ? { ...ticket, wish: wishToLeave({ ...own!, requestId: pinned }) } : ticket;
          }),
        );
        if (!isLeaving) {
          for (const n of bad) {
            await world.register(eventId, members[n]!);
          }
        }
        const registered = await Promise.all(bad.map((n) => world.registration(eventId, members[n]!)));
        await leaveAll(stage, tickets);
        const table = counted(world.table);
        await world.register(eventId, combiner, { table });
        const states = stage.tickets().filter(({ state }) => state === 'REFUSED');
        expect(states.map(({ userId }) => userId).sort()).toEqual(bad.map((n) => members[n]!).sort());
        const kept = await Promise.all(bad.map((n) => world.registration(eventId, members[n]!)));
        expect(kept).toEqual(registered);
        const others = members.filter((_, n) => !bad.includes(n));
        const served = await Promise.all(others.map((userId) => world.status(eventId, userId)));
        const expected = { seats: 'REGISTERED', places: 'WAITLISTED' }[kind as string] ?? 'NONE';
        expect(served).toEqual(others.map(() => expected));
        expect(await audit(world, eventId, [combiner, ...people, ...waiting, ...filling])).toEqual([]);
        return table.groups;
      });

    test.each(Object.keys(GROUPS) as GroupKind[])(
      'at any place of a group of %s serves the others with one more transaction',
      async (kind) => {
        const more = kind === 'seats' || kind === 'places' ? 1 : 0;
        for (let place = 0; place < PEOPLE; place += 1) {
          const groups = await groupWith(kind, [place]);
          expect(groups.slice(0, 2)).toEqual([PEOPLE + more, PEOPLE + more - 1]);
        }
      },
    );

    test.each(Object.keys(GROUPS) as GroupKind[])(
      'and more of them in a group of %s refuses all at once',
      async (kind) => {
        const more = kind === 'seats' || kind === 'places' ? 1 : 0;
        const groups = await groupWith(kind, [0, 2, 3, 7]);
        expect(groups.slice(0, 2)).toEqual([PEOPLE + more, PEOPLE + more - 4]);
      },
    );
  });

  test('refuses 1,000 bad tickets, and still serves the one who comes after them', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const tickets = Array.from({ length: 1000 }, (_, n) =>
        leavingTicketOf(stage, eventId, `nobody-${n}`, 'none', n - 2000),
      );
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
        await stage.pause(200);
      }
      const table = counted(world.table);
      const answer = await world.register(eventId, ann, { table });
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(table.groups).toHaveLength(Math.ceil(1000 / 49) + 1);
      expect(stage.tickets().map(({ state }) => state)).toEqual(Array(1000).fill('REFUSED'));
    }));

  test('serves who has asked behind more refused tickets than are read at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(2, []);
      const refused = Array.from({ length: 120 }, (_, n) => ({
        ...ticketOf(stage, eventId, `nobody-${n}`, n - 2000),
        requestId: `refused-${n}-0`,
      }));
      await leaveAll(stage, refused);
      for (const ticket of stage.tickets()) {
        await world.put({ ...ticket, state: 'REFUSED' });
      }
      await leaveAll(stage, [{ ...ticketOf(stage, eventId, ann, -1), requestId: 'request-of-ann-0' }]);
      await world.register(eventId, bob);
      expect(await world.status(eventId, ann)).toBe('REGISTERED');
    }));
});
