import { toRegistration, type Registration } from '../registration/registration.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { hasNobodyLeft } from './departures.ts';
import { placedAt, positionAsJoined } from './position.ts';

/** How far the search for a registration and its place has come. It knows what to read next, and reads nothing. */
export interface PlaceSearch {
  /** What to read next, consistently; null once `registration` is the answer. */
  next: 'REGISTRATION' | 'EVENT' | 'QUEUE' | null;
  /** Whether the place of a waiting registration is wanted. */
  withPosition: boolean;
  registration: Registration | null;
  /** The waiting registration, as it was read last. */
  own: RegistrationItem | null;
  /** The event before the queue was counted; null: it has not been read yet. */
  before: EventItem | null;
  /** So many entries of the queue, up to the own one, are counted. */
  counted: number;
  /** Where the next page of the queue begins; null: at its head. */
  nextToken: string | null;
}

/** A search that begins. */
export function searchPlace(withPosition: boolean): PlaceSearch {
  const nothing = { registration: null, own: null, before: null, counted: 0, nextToken: null };
  return { next: 'REGISTRATION', withPosition, ...nothing };
}

/**
 * After a reading of the registration. One that still waits under the same timestamp, though its entry or its event was
 * not there meanwhile, is damaged, and is answered without a place: a registration only moves forward.
 */
export function seeRegistration(search: PlaceSearch, item: RegistrationItem | null): PlaceSearch {
  const isDamaged = search.own !== null && item !== null && search.own.waitlistedAt === item.waitlistedAt;
  if (item === null || item.registrationStatus !== 'WAITLISTED' || !search.withPosition || isDamaged) {
    return found(search, item && toRegistration(item));
  }
  return { ...search, next: 'EVENT', own: item, before: null };
}

/**
 * After a reading of the event: the place is known if nobody has left the queue since the registration joined, or since
 * the reading before the count. Otherwise the queue is to be counted after this reading.
 */
export function seeEvent(search: PlaceSearch, event: EventItem | null): PlaceSearch {
  const { before, counted } = search;
  const own = search.own as RegistrationItem;
  if (event === null) {
    return { ...search, next: 'REGISTRATION' };
  }
  const joined = positionAsJoined(own, event);
  if (joined !== null) {
    return found(search, joined);
  }
  if (before !== null && hasNobodyLeft(before, event)) {
    return found(search, placedAt(own, counted, event));
  }
  return { ...search, next: 'QUEUE', before: event, counted: 0, nextToken: null };
}

/**
 * After a reading of one page of the queue's entries up to the own one, which is the last of the last page. If it is
 * not there, the registration is looked at again.
 */
export function seeEntries(
  search: PlaceSearch,
  entries: { userId: string; waitlistedAt: string }[],
  nextToken: string | null,
): PlaceSearch {
  const own = search.own as RegistrationItem;
  const last = entries[entries.length - 1];
  const isOwn = last !== undefined && last.userId === own.userId && last.waitlistedAt === own.waitlistedAt;
  const counted = search.counted + entries.length;
  if (nextToken && !isOwn) {
    return { ...search, counted, nextToken };
  }
  return { ...search, counted, next: isOwn ? 'EVENT' : 'REGISTRATION' };
}

function found(search: PlaceSearch, registration: Registration | null): PlaceSearch {
  return { ...search, next: null, registration };
}
