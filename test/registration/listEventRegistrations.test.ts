import { describe, expect, it } from 'vitest';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { registrationKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { allPages, expectBadPages } from '../support/pages.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given } = startSuite();
const olga = organizer('olga');

describe('Query.listEventRegistrations', () => {
  it('answers seats and places in order of userId, without positions', async () => {
    const { eventId, people } = await given.eventWith(4, { capacity: 2 });
    const { items, nextToken } = must(await calls.listEventRegistrations(olga, { eventId }));
    expect(nextToken).toBeNull();
    expect(items.map(({ userId }) => userId)).toEqual([...people].sort());
    for (const item of items) {
      const isWaiting = people.indexOf(item.userId) > 1;
      expect(item).toMatchObject({
        eventId,
        registrationStatus: isWaiting ? 'WAITLISTED' : 'REGISTERED',
      });
      expect(item.joinedPosition).toBe(isWaiting ? people.indexOf(item.userId) - 1 : null);
    }
  });

  it('pages through everything once, and through no other event', async () => {
    const { eventId, people } = await given.eventWith(5);
    await given.registrations(await given.event({ eventId: `${eventId}x` }), people);
    for (const limit of [1, 2, 5, 100]) {
      const { items } = await allPages((page) => calls.listEventRegistrations(olga, { eventId, ...page }), limit);
      expect(items.map((item) => [item.userId, item.eventId])).toEqual(
        [...people].sort().map((userId) => [userId, eventId]),
      );
    }
  });

  it('filters by status, as it is now; a page may then be empty and still have a nextToken', async () => {
    const { eventId, people } = await given.eventWith(4, { capacity: 1 });
    const ask = (status: 'REGISTERED' | 'WAITLISTED', limit = 1) =>
      allPages((page) => calls.listEventRegistrations(olga, { eventId, filter: { status }, ...page }), limit);
    const idsOf = ({ items }: { items: { userId: string }[] }) => items.map(({ userId }) => userId);
    for (const limit of [1, 2, 100]) {
      expect(idsOf(await ask('REGISTERED', limit))).toEqual(people.slice(0, 1));
      expect(idsOf(await ask('WAITLISTED', limit))).toEqual(people.slice(1).sort());
    }
    expect((await ask('WAITLISTED')).sizes).toContain(0);
    must(await calls.unregisterFromEvent(admin, { userId: people[0] ?? '', eventId }));
    expect(idsOf(await ask('REGISTERED'))).toEqual(people.slice(1, 2));
    expect(idsOf(must(await calls.listEventRegistrations(olga, { eventId, filter: {} })))).toEqual(
      people.slice(1).sort(),
    );
  });

  it('answers who was there all the time exactly once, while others are promoted, leave and come', async () => {
    const { eventId, people } = await given.eventWith(7, { capacity: 2 });
    const [leaver = '', ...stayed] = people;
    const [comer = ''] = await given.users(1);
    const changes: (() => Promise<{ error: unknown }>)[] = [
      () => calls.unregisterFromEvent(admin, { userId: leaver, eventId }),
      () => calls.registerForEvent(admin, { userId: comer, eventId }),
      () => calls.updateEvent(admin, { input: { eventId, capacity: 4 } }),
    ];
    const { items } = await allPages(async (page) => {
      const reply = await calls.listEventRegistrations(olga, { eventId, ...page });
      expect((await changes.shift()?.())?.error ?? null).toBeNull();
      return reply;
    }, 2);
    const seen = items.map(({ userId }) => userId);
    expect(seen.filter((userId) => stayed.includes(userId))).toEqual([...stayed].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(changes).toEqual([]);
  });

  it('answers an empty page when nobody is registered', async () => {
    const eventId = await given.event();
    expect(must(await calls.listEventRegistrations(olga, { eventId }))).toEqual({ items: [], nextToken: null });
  });

  it('drops a registration that has ended', async () => {
    const { eventId, people } = await given.eventWith(2);
    const { PK, SK } = registrationKey(people[0] ?? '', eventId);
    await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));
    expect(must(await calls.listEventRegistrations(olga, { eventId })).items.map(({ userId }) => userId)).toEqual([
      people[1],
    ]);
  });

  it('rejects with EventNotFound when there is no event', async () => {
    expect(await calls.listEventRegistrations(admin, { eventId: freshId('none') })).toMatchObject({
      value: null,
      errorType: 'EventNotFound',
    });
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['a signed-in user', 'Unauthorized', user('ada')],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['its organizer', 'success', olga],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s', async (_who, outcome, as) => {
    const { eventId } = await given.eventWith(1);
    const { value, errorType } = await calls.listEventRegistrations(as, { eventId });
    expect([errorType ?? 'success', value?.items.length ?? 0]).toEqual([outcome, outcome === 'success' ? 1 : 0]);
  });

  it('rejects with ValidationError a limit outside 1 to 100 and a mangled, foreign or other event’s nextToken', async () => {
    const [one, other] = await Promise.all([given.eventWith(3), given.eventWith(3)]);
    const ask = (eventId: string) => (page: object) => calls.listEventRegistrations(olga, { eventId, ...page });
    const own = must(await ask(one.eventId)({ limit: 1 })).nextToken ?? '';
    const foreign = must(await calls.listWaitlist(olga, { eventId: one.eventId, limit: 1 })).nextToken ?? '';
    await expectBadPages(ask(one.eventId), foreign, own);
    expect((await ask(other.eventId)({ nextToken: own })).error).toMatchObject({
      errorType: 'ValidationError',
      errorInfo: { field: 'nextToken' },
    });
  });
});
