import { describe, expect, it } from 'vitest';
import { eventKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { CallAs } from 'appsync-local';
import { must } from '../support/given.ts';
import { allPages, expectBadPages } from '../support/pages.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given } = startSuite();

/**
 * Events on consecutive days of a year that no other case uses.
 * @returns their ids in order of date
 */
async function eventsOf(year: number, count: number, statuses: ('OPEN' | 'CLOSED')[] = ['OPEN']): Promise<string[]> {
  const days = Array.from({ length: count }, (_, day) => day);
  return Promise.all(
    days.map((day) => given.event({ date: dayOf(year, day), status: statuses[day % statuses.length] ?? 'OPEN' })),
  );
}

const dayOf = (year: number, day: number) => `${year}-03-${String(day + 1).padStart(2, '0')}T12:00:00.000Z`;
const inYear = (year: number) => ({ from: `${year}-01-01T00:00:00Z`, to: `${year}-12-31T23:59:59Z` });
const idsOf = (items: { eventId: string }[]) => items.map(({ eventId }) => eventId);

describe('Query.listEvents', () => {
  it('answers events in order of date, to everyone', async () => {
    const ids = await eventsOf(2040, 3);
    for (const as of [anyone, user('ada'), organizer('oscar'), admin, backend]) {
      const page = must(await calls.listEvents(as, { filter: inYear(2040) }));
      expect(idsOf(page.items)).toEqual(ids);
      expect(page.nextToken).toBeNull();
      expect(page.items[0]).toMatchObject({ title: 'Concert', currentRegistrations: 0, version: 1 });
    }
  });

  it('pages through everything once, whatever the limit', async () => {
    const ids = await eventsOf(2041, 7);
    for (const limit of [1, 2, 3, 7, 100]) {
      const { items } = await allPages((page) => calls.listEvents(anyone, { filter: inYear(2041), ...page }), limit);
      expect(idsOf(items)).toEqual(ids);
    }
  });

  it('answers from and to inclusively, in any offset', async () => {
    const ids = await eventsOf(2042, 4);
    const filter = { from: '2042-03-02T14:00:00+02:00', to: dayOf(2042, 2) };
    expect(idsOf(must(await calls.listEvents(anyone, { filter })).items)).toEqual(ids.slice(1, 3));
    expect(
      idsOf(must(await calls.listEvents(anyone, { filter: { from: dayOf(2042, 3), to: inYear(2042).to } })).items),
    ).toEqual(ids.slice(3));
  });

  it('filters by status; a page may then be empty and still have a nextToken', async () => {
    const ids = await eventsOf(2043, 6, ['OPEN', 'OPEN', 'CLOSED']);
    const filter = { ...inYear(2043), status: 'CLOSED' as const };
    const { items, sizes } = await allPages((page) => calls.listEvents(anyone, { filter, ...page }), 1);
    expect(idsOf(items)).toEqual([ids[2], ids[5]]);
    expect(sizes.slice(0, 3)).toEqual([0, 0, 1]);
  });

  it('drops an event that was deleted while the index still has it', async () => {
    const [first = '', second = ''] = await eventsOf(2044, 2);
    must(await calls.deleteEvent(admin, { eventId: first }));
    expect(idsOf(must(await calls.listEvents(anyone, { filter: inYear(2044) })).items)).toEqual([second]);
  });

  it('follows a changed date', async () => {
    const [first = '', second = ''] = await eventsOf(2045, 2);
    must(await calls.updateEvent(admin, { input: { eventId: first, date: dayOf(2045, 20) } }));
    expect(idsOf(must(await calls.listEvents(anyone, { filter: inYear(2045) })).items)).toEqual([second, first]);
  });

  it('rejects with ValidationError a limit outside 1 to 100, a mangled or foreign nextToken, and from after to', async () => {
    await eventsOf(2046, 3);
    const filter = inYear(2046);
    const { people, eventId } = await given.eventWith(2, { capacity: 2 });
    const foreign = must(await calls.listEventRegistrations(admin, { eventId, limit: 1 })).nextToken;
    const own = must(await calls.listEvents(anyone, { filter, limit: 1 })).nextToken;
    expect(people).toHaveLength(2);
    await expectBadPages((page) => calls.listEvents(anyone, { filter, ...page }), foreign ?? '', own ?? '');
    const turned = await calls.listEvents(anyone, { filter: { from: filter.to, to: filter.from } });
    expect(turned).toMatchObject({
      value: null,
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'from' } },
    });
  });

  it('rejects with ValidationError a nextToken of other dates', async () => {
    await Promise.all([eventsOf(2047, 3), eventsOf(2048, 3)]);
    const { nextToken } = must(await calls.listEvents(anyone, { filter: inYear(2048), limit: 1 }));
    const reply = await calls.listEvents(anyone, { filter: inYear(2047), nextToken });
    expect(reply).toMatchObject({
      value: null,
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'nextToken' } },
    });
  });

  it('answers the events of one organizer: with DRAFTs to themself, admins and backends, else what is public', async () => {
    const make = (day: number, owner: string, status: 'DRAFT' | 'OPEN' | 'CLOSED' = 'OPEN') =>
      given.event({ date: dayOf(2050, day), organizer: owner, status });
    const [open, draft, , closed] = [
      await make(0, 'olga'),
      await make(1, 'olga', 'DRAFT'),
      await make(2, 'oscar'),
      await make(3, 'olga', 'CLOSED'),
    ];
    const filter = { ...inYear(2050), organizer: 'olga' };
    const list = async (as: CallAs, more = {}) =>
      idsOf(must(await calls.listEvents(as, { filter: { ...filter, ...more } })).items);
    for (const as of [organizer('olga'), admin, backend]) {
      expect(await list(as)).toEqual([open, draft, closed]);
      expect(await list(as, { status: 'DRAFT' })).toEqual([draft]);
      expect(await list(as, { status: 'CLOSED' })).toEqual([closed]);
    }
    for (const as of [user('ada'), user('olga'), organizer('oscar')]) {
      expect(await list(as)).toEqual([open, closed]);
      expect(await list(as, { status: 'DRAFT' })).toEqual([]);
      expect(await list(as, { status: 'OPEN' })).toEqual([open]);
    }
  });

  it('pages through the events of one organizer once, whoever asks; only for others pages are empty', async () => {
    const ids: string[] = [];
    for (const day of [0, 1, 2, 3, 4, 5]) {
      const owner = day % 3 === 0 ? 'olga' : 'oscar';
      const eventId = await given.event({ date: dayOf(2051, day), organizer: owner });
      ids.push(...(owner === 'olga' ? [eventId] : []));
    }
    const filter = { ...inYear(2051), organizer: 'olga' };
    for (const [as, isFull] of [
      [organizer('olga'), true],
      [user('ada'), false],
    ] as const) {
      const { items, sizes } = await allPages((page) => calls.listEvents(as, { filter, ...page }), 1);
      expect(idsOf(items)).toEqual(ids);
      expect(sizes.slice(0, 2)).toEqual(isFull ? [1, 1] : [1, 0]);
    }
  });

  it('leaves an event out that has another organizer by now', async () => {
    const eventId = await given.event({ date: dayOf(2052, 0) });
    must(await calls.updateEvent(admin, { input: { eventId, organizer: 'oscar' } }));
    const list = async (whose: string) =>
      idsOf(must(await calls.listEvents(user('ada'), { filter: { ...inYear(2052), organizer: whose } })).items);
    expect([await list('olga'), await list('oscar')]).toEqual([[], [eventId]]);
  });

  it('rejects an organizer with Unauthorized for the API key, and with ValidationError if it is no id', async () => {
    expect(await calls.listEvents(anyone, { filter: { organizer: 'olga' } })).toMatchObject({
      value: null,
      errorType: 'Unauthorized',
    });
    for (const whose of ['', 'a#b']) {
      expect(await calls.listEvents(user('ada'), { filter: { organizer: whose } })).toMatchObject({
        value: null,
        errorType: 'ValidationError',
        error: { errorInfo: { field: 'organizer' } },
      });
    }
  });

  it.each(['2026-02-30T00:00:00Z', '2026-01-01T00:00:00', 'soon', ''])(
    'is refused by the schema when from is %j',
    async (from) => {
      const { data, errors } = await api.graphql(
        anyone,
        'query ($filter: EventFilter) { listEvents(filter: $filter) { nextToken } }',
        { filter: { from } },
      );
      expect([data?.listEvents ?? null, errors.length]).toEqual([null, 1]);
    },
  );
});

describe('Query.getUserEvents', () => {
  it('answers the events for which the user has a seat, not those where they wait', async () => {
    const [userId = ''] = await given.users(1);
    const [mine, notMine, full] = await Promise.all([given.event(), given.event(), given.eventWith(1)]);
    await given.registrations(mine, [userId]);
    await given.registrations(full.eventId, [userId]);
    for (const as of [user(userId), organizer(userId), admin, backend]) {
      const page = must(await calls.getUserEvents(as, { userId }));
      expect(idsOf(page.items)).toEqual([mine]);
      expect(page.items[0]).toMatchObject({ currentRegistrations: 1 });
    }
    expect(notMine).not.toBe(mine);
  });

  it('answers an empty page for whoever has none, also for nobody', async () => {
    expect(must(await calls.getUserEvents(admin, { userId: 'nobody' }))).toEqual({ items: [], nextToken: null });
  });

  it.each([
    ['the API key', anyone],
    ['another user', user('somebody-else')],
    ['an organizer', organizer('olga')],
  ])('rejects with Unauthorized when %s asks', async (_who, as) => {
    const [userId = ''] = await given.users(1);
    expect(await calls.getUserEvents(as, { userId })).toMatchObject({ value: null, errorType: 'Unauthorized' });
  });

  it('pages through everything once; a page of places on waitlists is empty and has a nextToken', async () => {
    const [userId = ''] = await given.users(1);
    const seats = await Promise.all([1, 2, 3].map(() => given.event()));
    const waits = await Promise.all([1, 2].map(() => given.eventWith(1)));
    for (const eventId of [...seats, ...waits.map((one) => one.eventId)]) {
      await given.registrations(eventId, [userId]);
    }
    for (const limit of [1, 2, 100]) {
      const { items, sizes } = await allPages((page) => calls.getUserEvents(user(userId), { userId, ...page }), limit);
      expect(idsOf(items).sort()).toEqual([...seats].sort());
      expect(limit > 1 || sizes.includes(0)).toBe(true);
    }
  });

  it('drops an event that is gone', async () => {
    const [userId = ''] = await given.users(1);
    const [kept, gone] = await Promise.all([given.event(), given.event()]);
    await given.registrations(kept, [userId]);
    await given.registrations(gone, [userId]);
    const { PK, SK } = eventKey(gone);
    await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));
    expect(idsOf(must(await calls.getUserEvents(user(userId), { userId })).items)).toEqual([kept]);
  });

  it('rejects with ValidationError a limit outside 1 to 100 and a mangled, foreign or other user’s nextToken', async () => {
    const [userId = '', other = ''] = await given.users(2);
    const events = await Promise.all([1, 2].map(() => given.event({ capacity: 2, date: '2049-01-01T00:00:00Z' })));
    for (const eventId of events) {
      await given.registrations(eventId, [userId, other]);
    }
    const ask = (who: string) => (page: object) => calls.getUserEvents(admin, { userId: who, ...page });
    const own = must(await ask(userId)({ limit: 1 })).nextToken ?? '';
    const foreign =
      must(await calls.listEvents(admin, { limit: 1, filter: { from: '2049-01-01T00:00:00Z' } })).nextToken ?? '';
    await expectBadPages(ask(userId), foreign, own);
    expect(await ask(other)({ nextToken: own })).toMatchObject({ value: null, errorType: 'ValidationError' });
  });
});
