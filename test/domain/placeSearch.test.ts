import { describe, expect, test } from 'vitest';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import {
  searchPlace,
  seeEntries,
  seeEvent,
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
