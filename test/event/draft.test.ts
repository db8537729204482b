import { describe, expect, it } from 'vitest';
import type { CallAs } from 'appsync-local';
import { RealtimeClient } from 'appsync-local/testing';
import { eventKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { must } from '../support/given.ts';
import { allPages } from '../support/pages.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');
const seeing: [string, CallAs][] = [
  ['its organizer', olga],
  ['an admin', admin],
  ['a backend', backend],
];
const unseeing: [string, CallAs][] = [
  ['the API key', anyone],
  ['a signed-in user', user('ada')],
  ['its organizer without the group', user('olga')],
  ['another organizer', organizer('oscar')],
];
const draft = (date?: string) => given.event({ status: 'DRAFT', description: 'D', ...(date ? { date } : {}) });

describe('A DRAFT', () => {
  it.each(seeing)('is answered by Query.getEvent to %s', async (_who, as) => {
    const eventId = await draft();
    expect(must(await calls.getEvent(as, { eventId }))).toMatchObject({ eventId, status: 'DRAFT', description: 'D' });
  });

  it.each(unseeing)('does not exist for %s in Query.getEvent', async (_who, as) => {
    const eventId = await draft();
    expect(await calls.getEvent(as, { eventId })).toEqual({ value: null, error: null, errorType: null });
  });

  it('is listed by Query.listEvents when asked for, to those who see it only', async () => {
    const from = '2032-01-01T00:00:00.000Z';
    const [hidden, open] = await Promise.all([draft(from), given.event({ date: from })]);
    for (const [, as] of [...seeing, ...unseeing]) {
      const all = must(await calls.listEvents(as, { filter: { from, to: from } }));
      expect(all.items.map(({ eventId }) => eventId)).toEqual([open]);
      const drafts = must(await calls.listEvents(as, { filter: { status: 'DRAFT', from, to: from } }));
      expect(drafts.items.map(({ eventId }) => eventId)).toEqual(seeing.some(([, one]) => one === as) ? [hidden] : []);
    }
  });

  it('is listed in order of date, page by page, beside an organizer’s other events and other organizers’ DRAFTs', async () => {
    const dates = [1, 2, 3, 4].map((day) => `2033-01-0${day}T00:00:00.000Z`);
    const range = { from: dates[0], to: dates[3] };
    const [mine, theirs] = [[] as string[], [] as string[]];
    for (const date of dates) {
      mine.push(await draft(date));
      theirs.push(await given.event({ status: 'DRAFT', organizer: 'oscar', date }));
      await given.event({ date });
    }
    const drafts = (as: CallAs) =>
      allPages((page) => calls.listEvents(as, { filter: { status: 'DRAFT', ...range }, ...page }), 3);
    expect((await drafts(olga)).items.map(({ eventId }) => eventId)).toEqual(mine);
    const { items } = await drafts(admin);
    expect(items.map(({ date }) => date)).toEqual(dates.flatMap((date) => [date, date]));
    expect(items.map(({ eventId }) => eventId).sort()).toEqual([...mine, ...theirs].sort());
  });

  it('leaves the list of DRAFTs and joins the public one when it is opened, and follows a new organizer', async () => {
    const date = '2034-01-01T00:00:00.000Z';
    const range = { from: date, to: date };
    const listed = async (as: CallAs, status?: 'DRAFT') =>
      must(await calls.listEvents(as, { filter: { ...range, ...(status ? { status } : {}) } })).items.map(
        ({ eventId }) => eventId,
      );
    const [opened, handed] = [await draft(date), await draft(date)];
    must(await calls.updateEvent(olga, { input: { eventId: opened, status: 'OPEN' } }));
    must(await calls.updateEvent(admin, { input: { eventId: handed, organizer: 'oscar' } }));
    expect(await listed(anyone)).toEqual([opened]);
    expect([
      await listed(olga, 'DRAFT'),
      await listed(organizer('oscar'), 'DRAFT'),
      await listed(admin, 'DRAFT'),
    ]).toEqual([[], [handed], [handed]]);
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('is EventNotFound for whoever registers or unregisters, and nothing is written', async () => {
    const eventId = await draft();
    const [userId = ''] = await given.users(1);
    const before = await api.scan();
    for (const as of [user(userId), organizer('oscar')]) {
      expect((await calls.registerForEvent(as, { userId, eventId })).errorType).toBe('EventNotFound');
      expect((await calls.unregisterFromEvent(as, { userId, eventId })).errorType).toBe('EventNotFound');
    }
    expect(await api.scan()).toEqual(before);
  });

  it('is EventNotOpen for those who see it and register; unregistering is NotRegistered', async () => {
    const eventId = await draft();
    const [userId = ''] = await given.users(1);
    for (const [, as] of seeing) {
      const { errorType, error } = await calls.registerForEvent(as, { userId, eventId });
      expect({ errorType, status: error?.errorInfo?.status }).toEqual({ errorType: 'EventNotOpen', status: 'DRAFT' });
      expect((await calls.unregisterFromEvent(as, { userId, eventId })).errorType).toBe('NotRegistered');
    }
    expect((await stored(eventKey(eventId)))?.version).toBe(1);
  });

  it('is EventNotFound for another organizer who updates, deletes or lists', async () => {
    const eventId = await draft();
    const oscar = organizer('oscar');
    const replies = [
      await calls.updateEvent(oscar, { input: { eventId, title: 'Mine' } }),
      await calls.updateEvent(oscar, { input: { eventId, status: 'OPEN' } }),
      await calls.deleteEvent(oscar, { eventId }),
      await calls.listEventRegistrations(oscar, { eventId }),
      await calls.listWaitlist(oscar, { eventId }),
    ];
    expect(replies.map(({ errorType }) => errorType)).toEqual(replies.map(() => 'EventNotFound'));
    expect(await stored(eventKey(eventId))).toMatchObject({ title: 'Concert', status: 'DRAFT' });
  });

  it.each(seeing)('is updated, listed and deleted by %s', async (_who, as) => {
    const eventId = await draft();
    expect(must(await calls.updateEvent(as, { input: { eventId, title: 'New' } })).title).toBe('New');
    expect(must(await calls.listEventRegistrations(as, { eventId })).items).toEqual([]);
    expect(must(await calls.listWaitlist(as, { eventId })).items).toEqual([]);
    expect(must(await calls.deleteEvent(as, { eventId })).eventId).toBe(eventId);
  });

  it('is public once it is opened', async () => {
    const eventId = await draft();
    must(await calls.updateEvent(olga, { input: { eventId, status: 'OPEN' } }));
    expect(must(await calls.getEvent(anyone, { eventId })).status).toBe('OPEN');
  });
});

describe('An event that is cancelled before it was public', () => {
  const cancelledDraft = async (date?: string) => {
    const eventId = await draft(date);
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    return eventId;
  };

  it.each(seeing)('is answered by Query.getEvent to %s', async (_who, as) => {
    const eventId = await cancelledDraft();
    const event = must(await calls.getEvent(as, { eventId }));
    expect(event).toMatchObject({ eventId, status: 'CANCELLED', description: 'D' });
  });

  it.each(unseeing)('does not exist for %s in Query.getEvent', async (_who, as) => {
    const eventId = await cancelledDraft();
    expect(await calls.getEvent(as, { eventId })).toEqual({ value: null, error: null, errorType: null });
  });

  it('is not public, as it was not before; one that was opened is, also once it is cancelled', async () => {
    const date = '2036-01-01T00:00:00.000Z';
    const range = { from: date, to: date };
    const [hidden, opened] = await Promise.all([draft(date), draft(date)]);
    const told = async (eventId: string) => must(await calls.getEvent(olga, { eventId })).isPublic;
    const after = async (eventId: string, status: 'OPEN' | 'CANCELLED') =>
      must(await calls.updateEvent(olga, { input: { eventId, status } })).isPublic;
    expect([await told(hidden), await told(opened)]).toEqual([false, false]);
    expect([await after(hidden, 'CANCELLED'), await told(hidden)]).toEqual([false, false]);
    expect([await after(opened, 'OPEN'), await told(opened)]).toEqual([true, true]);
    expect([await after(opened, 'CANCELLED'), await told(opened)]).toEqual([true, true]);
    const listed = async (status: 'DRAFT' | 'CANCELLED') =>
      must(await calls.listEvents(olga, { filter: { ...range, status } })).items.map(({ isPublic }) => isPublic);
    expect([await listed('DRAFT'), await listed('CANCELLED')]).toEqual([[false], [true]]);
  });

  it('stays among the DRAFTs in Query.listEvents, beside no other CANCELLED one', async () => {
    const date = '2035-01-01T00:00:00.000Z';
    const range = { from: date, to: date };
    const [hidden, open, called] = [await cancelledDraft(date), await given.event({ date }), await draft(date)];
    must(await calls.updateEvent(olga, { input: { eventId: called, status: 'OPEN' } }));
    must(await calls.updateEvent(olga, { input: { eventId: called, status: 'CANCELLED' } }));
    const listed = async (as: CallAs, status?: 'DRAFT' | 'CANCELLED') =>
      must(await calls.listEvents(as, { filter: { ...range, ...(status ? { status } : {}) } })).items.map(
        ({ eventId }) => eventId,
      );
    for (const [, as] of [...seeing, ...unseeing]) {
      expect((await listed(as)).sort()).toEqual([open, called].sort());
      expect(await listed(as, 'CANCELLED')).toEqual([called]);
      expect(await listed(as, 'DRAFT')).toEqual(seeing.some(([, one]) => one === as) ? [hidden] : []);
    }
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('is EventNotFound for whoever may not see it, whatever they ask, and nothing is written', async () => {
    const eventId = await cancelledDraft();
    const [userId = ''] = await given.users(1);
    const before = await api.scan();
    const oscar = organizer('oscar');
    const replies = [
      await calls.registerForEvent(user(userId), { userId, eventId }),
      await calls.unregisterFromEvent(user(userId), { userId, eventId }),
      await calls.registerForEvent(oscar, { userId, eventId }),
      await calls.unregisterFromEvent(oscar, { userId, eventId }),
      await calls.updateEvent(oscar, { input: { eventId, title: 'Mine' } }),
      await calls.deleteEvent(oscar, { eventId }),
      await calls.listEventRegistrations(oscar, { eventId }),
      await calls.listWaitlist(oscar, { eventId }),
    ];
    expect(replies.map(({ errorType }) => errorType)).toEqual(replies.map(() => 'EventNotFound'));
    expect(await api.scan()).toEqual(before);
  });

  it('stays hidden through every further change, and is deleted by its organizer', async () => {
    const eventId = await cancelledDraft();
    for (const input of [{ title: 'New' }, { status: 'CANCELLED' as const }, { capacity: 3, organizer: 'olga' }]) {
      must(await calls.updateEvent(olga, { input: { eventId, ...input } }));
      expect(await calls.getEvent(anyone, { eventId })).toEqual({ value: null, error: null, errorType: null });
    }
    for (const status of ['DRAFT', 'OPEN', 'CLOSED'] as const) {
      expect((await calls.updateEvent(olga, { input: { eventId, status } })).errorType).toBe('ValidationError');
    }
    expect(must(await calls.deleteEvent(olga, { eventId })).eventId).toBe(eventId);
  });

  it('is announced to nobody, neither when it is cancelled nor when it is deleted', async () => {
    const eventId = await draft();
    const shown = await given.event();
    await api.running.streamIdle();
    const watch = (id: string) => `subscription { onEventChanged(eventId: "${id}") { eventId title status } }`;
    const client = await RealtimeClient.connect(api.running);
    try {
      for (const id of [eventId, shown]) {
        client.start(id, watch(id), {}, { host: new URL(api.running.url).host, 'x-api-key': api.running.apiKey ?? '' });
        expect(await client.next()).toMatchObject({ type: 'start_ack', id });
      }
      must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
      must(await calls.updateEvent(olga, { input: { eventId, title: 'Still secret' } }));
      must(await calls.deleteEvent(olga, { eventId }));
      must(await calls.updateEvent(admin, { input: { eventId: shown, title: 'For all' } }));
      await api.running.streamIdle();
      const told = (await client.soFar()).filter(({ type }) => type !== 'ka');
      expect(told).toMatchObject([{ type: 'data', id: shown }]);
    } finally {
      client.close();
    }
  });
});
