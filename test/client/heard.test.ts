import { InMemoryCache } from '@apollo/client';
import { describe, expect, it } from 'vitest';
import { typePolicies } from '../../client/apollo.ts';
import { graphcache } from '../../client/graphcache.ts';
import { Heard, type CachedPlace } from '../../client/heard.ts';
import {
  GetRegistrationDocument,
  ListEventRegistrationsDocument,
  ListEventsDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
  UnregisterFromEventDocument,
} from '../../client/operations.generated.ts';
import type { EventChange, RegistrationChange, WaitlistChange } from '../../client/position.ts';

const eventAt = (version: number, more: Partial<EventChange> = {}): EventChange => ({
  eventId: 'yoga',
  title: `Yoga ${version}`,
  date: '2031-05-01T18:00:00.000Z',
  endsAt: null,
  timeZone: null,
  location: null,
  capacity: 1,
  status: 'OPEN',
  isPublic: true,
  registrationOpensAt: null,
  registrationClosesAt: null,
  waitlistEnabled: true,
  currentRegistrations: 1,
  seatsLeft: 0,
  waitlistCount: 3,
  version,
  waitlistVersion: 4,
  detailsVersion: 1,
  createdAt: '2031-01-01T00:00:00.000Z',
  updatedAt: '2031-01-01T00:00:00.000Z',
  deleted: false,
  ...more,
});
const place: CachedPlace = {
  userId: 'bo',
  eventId: 'yoga',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: '2031-01-03T00:00:00.000Z',
  position: 3,
  waitlistCount: 3,
  waitlistVersion: 4,
};
const leftBefore = (waitlistVersion: number): WaitlistChange => ({
  eventId: 'yoga',
  kind: 'LEFT',
  waitlistedAt: '2031-01-02T00:00:00.000Z',
  count: 1,
  waitlistCount: 7 - waitlistVersion,
  waitlistVersion,
});
const change = (registrationStatus: RegistrationChange['registrationStatus'], registrationId = 'r1') => ({
  userId: 'bo',
  eventId: 'yoga',
  registrationId,
  registrationStatus,
  waitlistedAt: place.waitlistedAt,
  joinedPosition: 3,
  promotedAt: null,
  cancelledAt: null as string | null,
});

describe('what was heard', () => {
  it('is newer than what is fetched later and older, and older than what is newer', () => {
    const heard = new Heard();
    heard.hearEvent(eventAt(7));
    heard.hearEvent(eventAt(6));
    expect(heard.eventSince(eventAt(6))).toMatchObject({ title: 'Yoga 7' });
    expect(heard.eventSince(eventAt(7))).toBeNull();
    expect(heard.eventSince(eventAt(1, { createdAt: '2031-02-01T00:00:00.000Z' }))).toBeNull();
  });

  it('moves a place up, in whatever order and however often the messages came', () => {
    const heard = new Heard();
    [6, 5, 6, 3].forEach((version) => heard.hearWaitlist(leftBefore(version)));
    expect(heard.placeNow(place)).toMatchObject({ position: 1, waitlistCount: 1, waitlistVersion: 6 });
    expect(heard.placeNow({ ...place, position: 1, waitlistVersion: 6 })).toMatchObject({ position: 1 });
  });

  it('asks to fetch where a message is missing', () => {
    const heard = new Heard();
    heard.hearWaitlist(leftBefore(6));
    expect(heard.placeNow(place)).toBe('refetch');
  });

  it('only moves a registration forward, and says what is news', () => {
    const heard = new Heard();
    expect(heard.hearRegistration(change('REGISTERED'))).toBe(true);
    expect(heard.hearRegistration(change('WAITLISTED'))).toBe(false);
    expect(heard.placeNow(place)).toMatchObject({ registrationStatus: 'REGISTERED', position: null });
    heard.hearRemoval(place);
    expect(heard.placeNow(place)).toMatchObject({ registrationStatus: null });
    expect(heard.placeNow({ ...place, registrationId: 'r2' })).toMatchObject({ position: 3 });
  });

  it('takes it as news that the event was cancelled, once, and keeps that', () => {
    const heard = new Heard();
    const cancelledAt = '2031-01-05T00:00:00.000Z';
    heard.hearRegistration(change('REGISTERED'));
    expect(heard.hearRegistration({ ...change('REGISTERED'), cancelledAt })).toBe(true);
    expect(heard.hearRegistration({ ...change('REGISTERED'), cancelledAt })).toBe(false);
    expect(heard.hearRegistration(change('REGISTERED'))).toBe(false);
    expect(heard.registration(place)).toMatchObject({ registrationStatus: 'REGISTERED', cancelledAt });
    heard.hearRemoval(place);
    expect(heard.hearRegistration({ ...change('REGISTERED'), cancelledAt })).toBe(false);
    expect(heard.registration(place)).toMatchObject({ registrationStatus: null, cancelledAt });
  });

  it('keeps the position that was read, where a list could not count it', () => {
    const heard = new Heard();
    const uncounted = { ...place, position: null, waitlistCount: null, waitlistVersion: null };
    expect(heard.placeNow(uncounted)).toBe(uncounted);
    heard.placeNow(place);
    expect(heard.placeNow(uncounted)).toBe(place);
    expect(heard.placeNow({ ...uncounted, registrationId: 'r2' })).toMatchObject({ position: null });
    expect(heard.placeNow({ ...uncounted, waitlistedAt: '2031-01-04T00:00:00.000Z' })).toMatchObject({
      position: null,
    });
    expect(heard.placeNow({ ...uncounted, registrationStatus: 'REGISTERED' })).toMatchObject({ position: null });
    heard.hearWaitlist(leftBefore(5));
    expect(heard.placeNow(uncounted)).toMatchObject({ position: 2, waitlistVersion: 5 });
    // What was missed is fetched for the place, and not for a list, which would not tell either.
    heard.hearWaitlist(leftBefore(7));
    expect(heard.placeNow(place)).toBe('refetch');
    expect(heard.placeNow(uncounted)).toBe(place);
  });

  it('takes what a repeated call has registered again under the old id for news, and shows it', () => {
    const again = { ...place, waitlistedAt: '2031-01-04T00:00:00.000Z' };
    const heard = new Heard();
    heard.hearRemoval(place);
    expect(heard.placeNow(again)).toBe(again);
    expect(heard.hearRegistration(change('WAITLISTED'))).toBe(false);
    expect(heard.hearRegistration({ ...change('WAITLISTED'), waitlistedAt: again.waitlistedAt })).toBe(true);
    expect(heard.placeNow(again)).toBe(again);
    expect(heard.hearRegistration(change('REGISTERED'))).toBe(false);

    const seat = { ...change('REGISTERED'), waitlistedAt: null };
    const other = new Heard();
    expect([seat, { ...seat, registrationStatus: null }, seat].map((each) => other.hearRegistration(each))).toEqual([
      true,
      true,
      true,
    ]);
    const shown = { ...place, registrationStatus: 'REGISTERED', waitlistedAt: null, position: null } as const;
    expect(other.placeNow(shown)).toBe(shown);
  });

  it('of a queue ends with its event, also where that is made again under its id', () => {
    const heard = new Heard();
    heard.hearWaitlist(leftBefore(5));
    heard.hearDeletion(eventAt(7));
    expect(heard.placeNow(place)).toBe(place);
  });

  it('is nothing where a message does not say which moment it is about', () => {
    const heard = new Heard();
    const { version, createdAt, ...event } = eventAt(9);
    const { waitlistVersion, ...queue } = leftBefore(5);
    const { registrationId, ...own } = change('REGISTERED');
    heard.hearEvent(event as EventChange);
    heard.hearWaitlist(queue as WaitlistChange);
    expect(heard.hearRegistration(own as RegistrationChange)).toBe(false);
    expect(heard.eventSince(eventAt(1))).toBeNull();
    expect(heard.placeNow(place)).toBe(place);
    expect([version, createdAt, waitlistVersion, registrationId]).not.toContain(undefined);
  });
});

describe("Apollo's cache", () => {
  const cacheOf = () => new InMemoryCache({ typePolicies: typePolicies(() => 'bo') });
  const hear = (cache: InMemoryCache, query: unknown, variables: object, data: object) =>
    cache.writeQuery({ id: 'ROOT_SUBSCRIPTION', query, variables, data } as never);
  const page = (ids: string[], nextToken: string | null, version = 1) => ({
    listEvents: {
      __typename: 'EventPage',
      items: ids.map((eventId) => {
        const { deleted, ...event } = eventAt(version, { eventId });
        const serverTime = '2031-02-01T00:00:00.000Z';
        return { __typename: 'Event', ...event, serverTime, ...(deleted ? { deleted } : {}) };
      }),
      nextToken,
    },
  });
  const list = (cache: InMemoryCache, filter?: object) =>
    cache.readQuery({ query: ListEventsDocument, variables: { filter } } as never) as ReturnType<typeof page> | null;

  it('keeps what was heard when an older answer comes later', () => {
    const shownBy = (cache: InMemoryCache) => {
      hear(cache, OnEventChangedDocument, { eventId: 'yoga' }, { onEventChanged: eventAt(7) });
      cache.writeQuery({ query: ListEventsDocument, variables: {}, data: page(['yoga'], null, 6) } as never);
      return list(cache)?.listEvents.items;
    };
    expect(shownBy(cacheOf())).toMatchObject([{ title: 'Yoga 7', version: 7 }]);
    // Without the policies it would not.
    expect(shownBy(new InMemoryCache())).toMatchObject([{ title: 'Yoga 6', version: 6 }]);
  });

  it('keeps a registration where a late answer says that the one before it has ended', () => {
    const cache = cacheOf();
    const own = { query: GetRegistrationDocument, variables: { userId: 'bo', eventId: 'yoga' } };
    const seat = { ...place, registrationId: 'r2', registrationStatus: 'REGISTERED', position: null };
    const getRegistration = { __typename: 'Registration', ...seat, registeredAt: null, promotedAt: null };
    const data = { getRegistration: { ...getRegistration, joinedPosition: null, event: null } };
    cache.writeQuery({ ...own, data } as never);
    const shownAfter = (registrationId: string | null) => {
      const ended = { userId: 'bo', eventId: 'yoga', registrationId, registrationStatus: 'REGISTERED' };
      const answer = { __typename: 'Unregistration', ...ended, promoted: false, promotedUserId: null };
      cache.writeQuery({
        id: 'ROOT_MUTATION',
        query: UnregisterFromEventDocument,
        variables: { eventId: 'yoga' },
        data: { unregisterFromEvent: answer },
      } as never);
      return cache.readQuery({ ...own, returnPartialData: true } as never) as { getRegistration?: object } | null;
    };
    expect(shownAfter('r1')?.getRegistration).toMatchObject({ registrationId: 'r2' });
    expect(shownAfter('r2')?.getRegistration ?? null).toBeNull();
  });

  it('lets pages grow, whatever their size, apart for each filter, and from the beginning anew', () => {
    const cache = cacheOf();
    const answer = (variables: object, data: object) =>
      cache.writeQuery({ query: ListEventsDocument, variables, data } as never);
    const ids = (filter?: object) => list(cache, filter)?.listEvents.items.map(({ eventId }) => eventId);
    answer({ limit: 2 }, page(['a', 'b'], 'next'));
    answer({ limit: 5, nextToken: 'next' }, page(['b', 'c'], 'more'));
    answer({ limit: 5, nextToken: 'next' }, page(['b', 'c'], 'more'));
    answer({ filter: { status: 'OPEN' } }, page(['d'], null));
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(list(cache)?.listEvents.nextToken).toBe('more');
    expect(ids({ status: 'OPEN' })).toEqual(['d']);
    answer({}, page(['c'], null));
    expect(ids()).toEqual(['c']);
  });

  it('drops from a list what is deleted, and what no longer has the status that was asked for', () => {
    const cache = cacheOf();
    const filter = { status: 'OPEN' };
    const data = page(['a', 'b', 'c'], null);
    cache.writeQuery({ query: ListEventsDocument, variables: { filter }, data } as never);
    const say = (eventId: string, more: Partial<EventChange>) =>
      hear(cache, OnEventChangedDocument, { eventId }, { onEventChanged: eventAt(2, { eventId, ...more }) });
    say('a', { deleted: true });
    say('b', { status: 'CLOSED' });
    expect(list(cache, filter)?.listEvents.items).toMatchObject([{ eventId: 'c' }]);
  });

  it('drops the lists of an event by whatever filter, and of no other', () => {
    const cache = cacheOf();
    const person = {
      ...place,
      registeredAt: null,
      promotedAt: null,
      checkedInAt: null,
      cancelledAt: null,
      admittedBy: null,
      admissionReason: null,
      joinedPosition: 3,
    };
    const filters = [undefined, null, { status: 'WAITLISTED' as const }];
    const write = (eventId: string) =>
      filters.forEach((filter) =>
        cache.writeQuery({
          query: ListEventRegistrationsDocument,
          variables: { eventId, ...(filter === undefined ? {} : { filter }) },
          data: {
            listEventRegistrations: {
              __typename: 'RegistrationPage',
              items: [{ __typename: 'Registration', ...person, eventId }],
              nextToken: null,
            },
          },
        } as never),
      );
    write('yoga');
    write('yoga.2');
    const lists = () => Object.keys(cache.extract().ROOT_QUERY ?? {}).filter((name) => name !== '__typename');
    expect(lists()).toHaveLength(6);
    hear(cache, OnRegistrationChangedDocument, { userId: 'bo' }, { onRegistrationChanged: change('REGISTERED') });
    expect(lists()).toHaveLength(3);
    expect(lists().every((name) => name.includes('"yoga.2"'))).toBe(true);
  });

  it('has no position after a gap, so that it is fetched, and never null', () => {
    const cache = cacheOf();
    const variables = { userId: 'bo', eventId: 'yoga' };
    const none = { registeredAt: null, promotedAt: null, checkedInAt: null, cancelledAt: null, joinedPosition: 3 };
    const data = { getRegistration: { __typename: 'Registration', ...place, ...none } };
    cache.writeQuery({ query: GetRegistrationDocument, variables, data } as never);
    const read = () => cache.readQuery({ query: GetRegistrationDocument, variables } as never);
    expect(read()).toMatchObject({ getRegistration: { position: 3 } });
    hear(cache, OnWaitlistChangedDocument, { eventId: 'yoga' }, { onWaitlistChanged: leftBefore(6) });
    expect(read()).toBeNull();
    cache.writeQuery({
      query: GetRegistrationDocument,
      variables,
      data: { getRegistration: { ...data.getRegistration, position: 1, waitlistCount: 1, waitlistVersion: 6 } },
    } as never);
    expect(read()).toMatchObject({ getRegistration: { position: 1 } });
  });
});

describe("urql's Graphcache", () => {
  it('has an answer fetched again that lacks a registration which was heard of before, and believes the third', () => {
    const { resolvers, updates } = graphcache(() => 'bo');
    const event = { eventId: 'yoga', createdAt: eventAt(1).createdAt, version: 7, detailsVersion: 1 };
    const stored: Record<string, unknown> = { ...event, viewerRegistration: null };
    const cache = {
      resolve: (_: unknown, name: string) => stored[name] ?? null,
      keyOfEntity: () => 'Registration:bo yoga',
      inspectFields: () => [],
      link: () => undefined,
      invalidate: () => undefined,
    };
    const answer = (version: number) => {
      stored.version = version;
      const written = { ...event, version, viewerRegistration: null };
      const info = { parentKey: 'Event:yoga', fieldName: 'viewerRegistration', partial: false };
      for (const field of ['detailsVersion', 'viewerRegistration']) {
        const type = updates.Event as Record<string, (...args: unknown[]) => void>;
        type[field]?.(written, {}, cache, info);
      }
      const read = (resolvers.Event as Record<string, (...args: unknown[]) => unknown>).viewerRegistration;
      return { shown: read?.({}, {}, cache, info), isFetched: info.partial };
    };
    expect(answer(7)).toEqual({ shown: null, isFetched: false });
    const made = { registerForEvent: { userId: 'bo', eventId: 'yoga', registrationId: 'r1' } };
    updates.Mutation?.registerForEvent?.(made as never, {}, cache as never, {} as never);
    expect(answer(7)).toEqual({ shown: null, isFetched: true });
    // Who has left since.
    expect(answer(8)).toEqual({ shown: null, isFetched: false });
    expect(answer(7).isFetched).toBe(true);
    expect(answer(7).isFetched).toBe(false);
  });

  it('keeps a registration where a late answer says that the one before it has ended', () => {
    const dropped = (registrationId: string | null) => {
      const invalidated: unknown[] = [];
      const cache = {
        resolve: (_: unknown, name: string) => ({ registrationId: 'r2', waitlistedAt: null })[name],
        invalidate: (thing: unknown) => invalidated.push(thing),
        inspectFields: () => [],
        link: () => undefined,
      };
      const answer = { unregisterFromEvent: { userId: 'bo', eventId: 'yoga', registrationId } };
      graphcache(() => 'bo').updates.Mutation?.unregisterFromEvent?.(answer as never, {}, cache as never, {} as never);
      return invalidated;
    };
    const registration = { __typename: 'Registration', userId: 'bo', eventId: 'yoga' };
    expect(dropped('r1')).toEqual([]);
    expect(dropped('r2')).toContainEqual(registration);
    expect(dropped(null)).toContainEqual(registration);
  });
});
