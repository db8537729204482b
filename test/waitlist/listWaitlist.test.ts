import { describe, expect, it } from 'vitest';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { allPages, expectBadPages } from '../support/pages.ts';
import { startSuite } from '../support/suite.ts';

const { calls, given } = startSuite();
const olga = organizer('olga');

describe('Query.listWaitlist', () => {
  it('answers the queue, head first, with when and where everybody joined', async () => {
    const { eventId, people } = await given.eventWith(4);
    must(await calls.unregisterFromEvent(admin, { userId: people[0] ?? '', eventId }));
    const { items, nextToken } = must(await calls.listWaitlist(olga, { eventId }));
    expect(nextToken).toBeNull();
    expect(items.map(({ userId, joinedPosition }) => [userId, joinedPosition])).toEqual([
      [people[2], 2],
      [people[3], 3],
    ]);
    expect((items[0]?.waitlistedAt ?? '') < (items[1]?.waitlistedAt ?? '')).toBe(true);
    const userId = people[3] ?? '';
    expect(items[1]?.waitlistedAt).toBe(
      must(await calls.getRegistration(user(userId), { userId, eventId })).waitlistedAt,
    );
  });

  it('pages through everything once, and through no other event', async () => {
    const { eventId, people } = await given.eventWith(6);
    await given.registrations(await given.event({ eventId: `${eventId}x` }), people);
    for (const limit of [1, 2, 5, 100]) {
      const { items } = await allPages((page) => calls.listWaitlist(olga, { eventId, ...page }), limit);
      expect(items.map(({ userId }) => userId)).toEqual(people.slice(1));
    }
  });

  it('answers an empty page when nobody waits', async () => {
    const { eventId } = await given.eventWith(1);
    expect(must(await calls.listWaitlist(olga, { eventId }))).toEqual({ items: [], nextToken: null });
  });

  it('rejects with EventNotFound when there is no event', async () => {
    expect(await calls.listWaitlist(admin, { eventId: freshId('none') })).toMatchObject({
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
    const { eventId } = await given.eventWith(2);
    const { value, errorType } = await calls.listWaitlist(as, { eventId });
    expect([errorType ?? 'success', value?.items.length ?? 0]).toEqual([outcome, outcome === 'success' ? 1 : 0]);
  });

  it('rejects with ValidationError a limit outside 1 to 100 and a mangled, foreign or other event’s nextToken', async () => {
    const [one, other] = await Promise.all([given.eventWith(3), given.eventWith(3)]);
    const ask = (eventId: string) => (page: object) => calls.listWaitlist(olga, { eventId, ...page });
    const own = must(await ask(one.eventId)({ limit: 1 })).nextToken ?? '';
    const foreign = must(await calls.listEventRegistrations(olga, { eventId: one.eventId, limit: 1 })).nextToken ?? '';
    await expectBadPages(ask(one.eventId), foreign, own);
    expect((await ask(other.eventId)({ nextToken: own })).error).toMatchObject({
      errorType: 'ValidationError',
      errorInfo: { field: 'nextToken' },
    });
  });
});
