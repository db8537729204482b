import { isWhole } from '../event/seats.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { PAGE_JOINS } from '../keys.ts';

/** More than have ever left a queue. */
const FAR = PAGE_JOINS * 500000;

/**
 * How many have left an event's queue: by promotion, by giving up, or as damage. It is not stored, but follows from how
 * many have joined and how many wait, so nothing that takes an entry out can forget to count it. On events that were
 * stored before joins were counted it begins below 0: only how it grows means something.
 */
export function departuresOf(event: EventItem): number {
  return joinsOf(event) - (isWhole(event.waitlistCount) ? event.waitlistCount : 0);
}

/** How many have joined: none where that is not stored, or is no number (damage). */
export function joinsOf({ waitlistJoins = 0 }: EventItem): number {
  return isWhole(waitlistJoins) ? waitlistJoins : 0;
}

/**
 * What the event stores when so many join its queue as it was read. Who joins an empty queue has nobody before them who
 * could have left behind others: from then on everybody who leaves is noted (`isNoted`).
 */
export function joinsAfter(event: EventItem, count: number): Partial<EventItem> {
  const joins = joinsBefore(event);
  return { waitlistJoins: joins + count, ...(event.waitlistCount === 0 ? { waitlistNoted: joins } : {}) };
}

/**
 * How many had joined the queue as it was read. All of an empty one have left, so they are not fewer than those who are
 * noted: if the event says less, that is damage, and the numbers of those must not be given again.
 */
function joinsBefore(event: EventItem): number {
  return event.waitlistCount === 0 ? Math.max(joinsOf(event), notedOf(event)) : joinsOf(event);
}

/** How many are noted of those who have left; 0 where that is not known, or is no such number (damage). */
export function notedOf({ waitlistNoted = 0 }: EventItem): number {
  return isWhole(waitlistNoted) && waitlistNoted > 0 && waitlistNoted < FAR ? waitlistNoted : 0;
}

/** What a registration stores on joining the queue as it was read, to know later whether anybody has left since. */
export function departuresBefore(event: EventItem): Pick<RegistrationItem, 'joinedDepartures' | 'joinedEvent'> {
  const joinedDepartures = departuresOf({ ...event, waitlistJoins: joinsBefore(event) });
  return { joinedDepartures, joinedEvent: event.createdAt };
}

/**
 * Whether at the instant of this event a registration that joined its queue still waits where it joined, because nobody
 * has left since. If not, its place must be counted. The two may be read in any order: a queue that is shorter than the
 * place was read before the joining.
 */
export function isWhereItJoined(own: RegistrationItem, event: EventItem): boolean {
  const { registrationStatus, joinedPosition, joinedDepartures, joinedEvent } = own;
  return (
    registrationStatus === 'WAITLISTED' &&
    joinedPosition !== undefined &&
    joinedPosition <= event.waitlistCount &&
    joinedDepartures === departuresOf(event) &&
    joinedEvent === event.createdAt
  );
}

/**
 * Whether nobody has left the queue between two readings of its event, so that entries counted in between are the same
 * at both: those who join meanwhile are behind them. Events of one id with another `createdAt` have nothing in common.
 */
export function hasNobodyLeft(before: EventItem, after: EventItem): boolean {
  return departuresOf(before) === departuresOf(after) && before.createdAt === after.createdAt;
}
