import { toRegistration, type Registration } from '../registration/registration.ts';
import type { EventItem, Join, LeaverPageItem, RegistrationItem } from '../item.ts';
import { hasNobodyLeft } from './departures.ts';
import { leftBehind, notedJoin, positionOf } from './leavers.ts';
import { placedAt, positionAsJoined } from './position.ts';

/** How far the search for a registration and its place has come. It knows what to read next, and reads nothing. */
export interface PlaceSearch {
  /**
   * What to read next, consistently; null once `registration` is the answer. The place is found by those who have left
   * (LEAVERS, then EVENT_AND_ENTRY), or by counting those who are there (QUEUE, then EVENT).
   */
  next: 'REGISTRATION' | 'EVENT' | 'LEAVERS' | 'EVENT_AND_ENTRY' | 'QUEUE' | null;
  /** Whether the place of a waiting registration is wanted. */
  withPosition: boolean;
  registration: Registration | null;
  /** The waiting registration, as it was read last. */
  own: RegistrationItem | null;
  /** The event before the queue was counted; null: it has not been read yet. */
  before: EventItem | null;
  /** Which join it is, where those are counted who have left behind it; null where entries are. */
  join: Join | null;
  /** So many have left behind it, or so many entries of the queue, up to the own one, are counted. */
  counted: number;
  /** Where the next page begins of what is counted; null: at the beginning. */
  nextToken: string | null;
}

/** A search that begins. */
export function searchPlace(withPosition: boolean): PlaceSearch {
  const nothing = { registration: null, own: null, before: null, join: null, counted: 0, nextToken: null };
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
  return { ...search, next: 'EVENT', own: item, before: null, join: null };
}

/**
 * After a reading of the event: the place is known if nobody has left the queue since the registration joined, or since
 * the reading before the count. Otherwise those who have left are counted after this reading or, where not all of them
 * are noted or they make no place (damage), the queue.
 */
export function seeEvent(search: PlaceSearch, event: EventItem | null): PlaceSearch {
  const { before, join, counted } = search;
  const own = search.own as RegistrationItem;
  if (event === null) {
    return { ...search, next: 'REGISTRATION' };
  }
  const joined = positionAsJoined(own, event);
  if (joined !== null) {
    return found(search, joined);
  }
  const isSettled = before !== null && hasNobodyLeft(before, event);
  const place = join === null ? counted : positionOf(join, event, counted);
  if (isSettled && place !== null) {
    return found(search, placedAt(own, place, event));
  }
  const noted = isSettled ? null : notedJoin(own, event);
  const next = noted === null ? 'QUEUE' : 'LEAVERS';
  return { ...search, next, before: event, join: noted, counted: 0, nextToken: null };
}

/**
 * After a reading of one page of the pages of leavers from the own one on: where they do not say who has left (damage),
 * the queue is counted.
 */
export function seeLeavers(search: PlaceSearch, pages: LeaverPageItem[], nextToken: string | null): PlaceSearch {
  const left = leftBehind(search.join as Join, pages);
  if (left === null) {
    return { ...search, next: 'QUEUE', join: null, counted: 0, nextToken: null };
  }
  const counted = search.counted + left;
  return nextToken ? { ...search, counted, nextToken } : { ...search, counted, next: 'EVENT_AND_ENTRY' };
}

/** After a reading of the event and of whether the own entry is there: if not, the registration is looked at again. */
export function seeEventAndEntry(search: PlaceSearch, event: EventItem | null, hasEntry: boolean): PlaceSearch {
  return hasEntry ? seeEvent(search, event) : { ...search, next: 'REGISTRATION' };
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
