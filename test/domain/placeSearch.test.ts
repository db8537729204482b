import { describe, expect, test } from 'vitest';
import type { EventItem, LeaverPageItem, RegistrationItem } from '../../domain/item.ts';
import { leaverPageKey } from '../../domain/keys.ts';
import {
  searchPlace,
  seeEntries,
  seeEvent,
  seeEventAndEntry,
  seeLeavers,
  seeRegistration,
  type PlaceSearch,
} from '../../domain/waitlist/placeSearch.ts';

const OWN = {
  userId: 'me',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: '5',
  joinedPosition: 5,
} as RegistrationItem;
const event = (joins: number, waitlistCount: number, createdAt = 'then') =>
  ({ eventId: 'e', createdAt, waitlistJoins: joins, waitlistCount, waitlistVersion: joins }) as EventItem;
const mine = { userId: 'me', waitlistedAt: '5' };
const other = { userId: 'she', waitlistedAt: '4' };
const counting = (): PlaceSearch => seeEvent(seeRegistration(searchPlace(true), OWN), event(5, 4));

describe('a search for a place', () => {
  test('ends at the registration where there is no place to find, or none is wanted', () => {
    const seated = { ...OWN, registrationStatus: 'REGISTERED' } as RegistrationItem;
    expect(seeRegistration(searchPlace(true), null)).toMatchObject({ next: null, registration: null });
    for (const search of [seeRegistration(searchPlace(true), seated), seeRegistration(searchPlace(false), OWN)]) {
      expect(search).toMatchObject({ next: null, registration: { position: null } });
    }
  });

  test('counts over several pages, and ends when nobody has left between the readings around the count', () => {
    const first = seeEntries(counting(), [other, other], 'more');
    expect(first).toMatchObject({ next: 'QUEUE', nextToken: 'more', counted: 2 });
    const counted = seeEntries(first, [other, mine], 'an empty page');
    expect(counted).toMatchObject({ next: 'EVENT', counted: 4 });
    // Two have joined behind it.
    expect(seeEvent(counted, event(7, 6))).toMatchObject({
      next: null,
      registration: { position: 4, waitlistCount: 6, waitlistVersion: 7 },
    });
  });

  test('counts again from the head when somebody has left, or the event is another one', () => {
    const counted = seeEntries(counting(), [other, mine], null);
    for (const after of [event(5, 3), event(6, 4), event(5, 4, 'later')]) {
      expect(seeEvent(counted, after)).toMatchObject({ next: 'QUEUE', before: after, counted: 0, nextToken: null });
    }
  });

  test('looks at the registration again when its entry or its event is not there', () => {
    for (const search of [seeEntries(counting(), [other], null), seeEntries(counting(), [], null)]) {
      expect(search.next).toBe('REGISTRATION');
      expect(seeRegistration(search, null)).toMatchObject({ next: null, registration: null });
      expect(seeRegistration(search, { ...OWN, waitlistedAt: '9' })).toMatchObject({ next: 'EVENT', before: null });
      expect(seeRegistration(search, OWN)).toMatchObject({ next: null, registration: { position: null } });
    }
    expect(seeEvent(counting(), null).next).toBe('REGISTRATION');
  });
});

describe('a search for a place among those who have left', () => {
  const BORN = '2030-01-01T00:00:00.000Z';
  const numbered = { ...OWN, joinedDepartures: 0, joinedEvent: BORN } as RegistrationItem;
  /** So many have joined and wait; all who have left are noted. */
  const noted = (joins: number, waitlistCount: number) =>
    ({ ...event(joins, waitlistCount, BORN), waitlistNoted: joins - waitlistCount }) as EventItem;
  const page = (number: number, left: number, words: object = {}) =>
    ({
      ...leaverPageKey('e', BORN, number),
      eventId: 'e',
      event: BORN,
      page: number,
      left,
      ...words,
    }) as LeaverPageItem;
  /** Joins 1, 3, 6 and 8 have left; 5 is the own one. */
  const own = page(0, 4, { w00: 1 + 4 + 32 + 128 });
  const looking = (): PlaceSearch => seeEvent(seeRegistration(searchPlace(true), numbered), noted(10, 6));

  test('counts those behind over several pages, and ends when nobody has left in between', () => {
    const first = seeLeavers(looking(), [own], 'more');
    expect(first).toMatchObject({ next: 'LEAVERS', nextToken: 'more', counted: 2 });
    const counted = seeLeavers(first, [page(1, 7), page(3, 1)], null);
    expect(counted).toMatchObject({ next: 'EVENT_AND_ENTRY', counted: 10 });
    const alone = seeLeavers(looking(), [own], null);
    // Two have joined behind it.
    expect(seeEventAndEntry(alone, noted(12, 8), true)).toMatchObject({
      next: null,
      registration: { position: 3, waitlistCount: 8, waitlistVersion: 12 },
    });
  });

  test.each([
    ['text on the own page', [page(0, 4, { w00: 'x' })]],
    ['half a bit', [page(0, 4, { w00: 165.5 })]],
    ['a word that is too large', [page(0, 4, { w00: 2 ** 30 })]],
    ['a word below 0', [page(0, 4, { w00: -1 })]],
    ['an own page that counts others than it has', [page(0, 5, { w00: 165 })]],
    ['an own page that counts nobody', [{ ...own, left: undefined } as unknown as LeaverPageItem]],
    ['another page that counts text', [own, { ...page(1, 7), left: '7' } as unknown as LeaverPageItem]],
    ['another page that counts too many', [own, page(1, 2401)]],
    ['another page that counts less than nobody', [own, page(1, -1)]],
  ])('counts entries where pages do not say who has left: %s', (_name, pages) => {
    const counted = seeLeavers(looking(), pages, 'more');
    expect(counted).toMatchObject({ next: 'QUEUE', join: null, counted: 0, nextToken: null });
    expect(counted.before).toEqual(noted(10, 6));
  });

  test('counts entries where those who have left make no place', () => {
    for (const [joins, waitlistCount] of [
      [8, 0],
      [18, 8],
      [6, 1],
    ] as const) {
      const before = noted(joins, waitlistCount);
      const alone = seeLeavers(seeEvent(seeRegistration(searchPlace(true), numbered), before), [own], null);
      const after = seeEventAndEntry(alone, before, true);
      expect([alone.next, after]).toMatchObject(['EVENT_AND_ENTRY', { next: 'QUEUE', join: null, counted: 0, before }]);
    }
  });

  test('knows its own page by its key, whatever the page says', () => {
    const odd = { ...own, eventId: 'x', event: 'x', page: 9 };
    expect(seeLeavers(looking(), [odd], null)).toMatchObject({ next: 'EVENT_AND_ENTRY', counted: 2 });
  });

  test.each([
    { waitlistCount: 'x', waitlistNoted: 10 },
    { waitlistJoins: 'x', waitlistNoted: -6 },
    { waitlistNoted: 'x' },
  ])('counts entries where the event has no numbers: %o', (odd) => {
    const search = seeEvent(seeRegistration(searchPlace(true), numbered), {
      ...noted(10, 6),
      ...odd,
    } as unknown as EventItem);
    expect(search).toMatchObject({ next: 'QUEUE', join: null });
  });

  test('looks again when somebody has left, and counts entries once somebody has left unnoted', () => {
    const alone = seeLeavers(looking(), [own], null);
    expect(seeEventAndEntry(alone, noted(10, 5), true)).toMatchObject({ next: 'LEAVERS', counted: 0 });
    const unnoted = { ...noted(10, 5), waitlistNoted: 4 };
    expect(seeEventAndEntry(alone, unnoted, true)).toMatchObject({ next: 'QUEUE', join: null, counted: 0 });
  });

  test('looks at the registration again when its entry or its event is not there', () => {
    const alone = seeLeavers(looking(), [own], null);
    for (const search of [seeEventAndEntry(alone, noted(10, 6), false), seeEventAndEntry(alone, null, true)]) {
      expect(search.next).toBe('REGISTRATION');
      expect(seeRegistration(search, numbered)).toMatchObject({ next: null, registration: { position: null } });
    }
  });
});
