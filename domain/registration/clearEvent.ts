import type { Caller } from '../caller.ts';
import { allOf, exists, is, isStill, lacks, not } from '../condition.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { keyOf, waitlistEntryKey, type Key } from '../keys.ts';
import { statusOf } from './status.ts';
import type { Action } from '../transaction.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { recountEvent } from '../event/recountEvent.ts';
import { isWhole } from '../event/seats.ts';

/**
 * Marks a cancelled event with people in it to be deleted with them. The first such moment stays, the last one stands
 * beside it (`beginsAnew`).
 */
export function requestDeletion(eventId: string, caller: Caller, now: string): Action[] {
  const condition = allOf<EventItem>([
    exists(),
    is('status', 'CANCELLED'),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  const change = { values: { endingAskedAt: now }, first: { deletionRequestedAt: now } };
  return [changeEvent(eventId, change, condition, now)];
}

/** Whether an event is to be deleted with the people in it, as far as it was read. */
export function isToBeCleared(read: EventItem): boolean {
  return read.status === 'CANCELLED' && !(read.currentRegistrations === 0 && read.waitlistCount === 0);
}

/** Whether a committed change of an event has marked it. */
export function isMarking(before: EventItem | null, after: EventItem | null): boolean {
  return after?.deletionRequestedAt !== undefined && before?.deletionRequestedAt === undefined;
}

/**
 * Takes registrations out of a marked event, with their places and their part of its counters; at most
 * `LIMITS.cascadeStep`. Nobody is promoted. Whom the event does not count (damage) is not counted down, and counters
 * that are no numbers are left alone.
 * @param read the event as it was when the pass began
 */
export function clearRegistrations(read: EventItem, registrations: RegistrationItem[], now: string): Action[] {
  const { eventId, createdAt } = read;
  const waiting = registrations.filter((one) => statusOf(one) === 'WAITLISTED');
  const last = waiting.map(({ waitlistedAt = '' }) => waitlistedAt).sort()[waiting.length - 1] ?? '';
  const seats = countedOf(registrations.length - waiting.length, read.currentRegistrations);
  const places = countedOf(waiting.length, read.waitlistCount);
  const takesPlaces = places > 0 && isWhole(read.waitlistVersion);
  const change = {
    increments: {
      ...(seats > 0 ? { currentRegistrations: -seats } : {}),
      ...(takesPlaces ? { waitlistCount: -places } : {}),
    },
    // Whoever follows the queue misses a message, unless only one has left, and reads it anew.
    ...(takesPlaces
      ? {
          waitlist: { kind: 'LEFT' as const, waitlistedAt: last, count: 1 },
          waitlistChanges: waiting.length,
          unnoted: places,
        }
      : {}),
  };
  const condition = allOf<EventItem>([is('createdAt', createdAt), not(lacks('deletionRequestedAt'))]);
  return [
    changeEvent(eventId, change, condition, now),
    ...registrations.map((one): Action => ({
      operation: 'DeleteItem',
      key: keyOf(one),
      condition: allOf<RegistrationItem>([
        exists(),
        isStill('registrationStatus', one.registrationStatus),
        isStill('waitlistedAt', one.waitlistedAt),
      ]),
    })),
    ...waiting.flatMap(({ userId, waitlistedAt }): Action[] =>
      waitlistedAt === undefined
        ? []
        : [{ operation: 'DeleteItem', key: waitlistEntryKey(eventId, waitlistedAt, userId) }],
    ),
  ];
}

/** How many of so many people an event counts that counted so many when it was read, and none has come since. */
function countedOf(people: number, counted: number): number {
  return isWhole(counted) ? Math.max(0, Math.min(people, counted)) : 0;
}

/** Damage only: takes entries without a registration out of the queue of a marked event. */
export function clearEntries({ eventId, createdAt }: EventItem, entries: Key[], now: string): Action[] {
  const condition = allOf<EventItem>([is('createdAt', createdAt), not(lacks('deletionRequestedAt'))]);
  return [
    changeEvent(eventId, {}, condition, now),
    ...entries.map((entry): Action => ({ operation: 'DeleteItem', key: keyOf(entry) })),
  ];
}

/** Damage only: the event counts people who are nowhere. From then on it counts nobody, if it is as it was read. */
export function countNobody(read: EventItem, now: string): Action[] {
  const { waitlistTail } = read;
  return [recountEvent(read, { currentRegistrations: 0, waitlistCount: 0, waitlistTail, departures: 0 }, now)];
}
