import type { EventItem, RegistrationItem } from '../item.ts';
import { toEvent } from '../event/event.ts';
import { toRegistration, type Registration } from '../registration/registration.ts';
import { isWhereItJoined } from './departures.ts';

/**
 * A waiting registration with its place at the instant of this event, if that can be said without counting; null if
 * somebody has left the queue since it joined, or it is not known whether: then count.
 */
export function positionAsJoined(own: RegistrationItem, event: EventItem | null): Registration | null {
  return event !== null && isWhereItJoined(own, event) ? placedAt(own, own.joinedPosition ?? null, event) : null;
}

/**
 * A waiting registration with its place, if the queue stood still between two reads of the event around the count;
 * null if it moved, or the registration's own entry is not the last of those counted: then read again.
 * @param entries the queue's entries up to the registration's own, in order
 */
export function withPosition(
  own: RegistrationItem,
  before: EventItem | null,
  entries: { userId: string; waitlistedAt: string }[],
  after: EventItem | null,
): Registration | null {
  const last = entries[entries.length - 1];
  const isOwn = last !== undefined && last.userId === own.userId && last.waitlistedAt === own.waitlistedAt;
  if (before === null || after === null || !hasStoodStill(before, after) || !isOwn) {
    return null;
  }
  return placedAt(own, entries.length, after);
}

/** A waiting registration with its place in the queue of the event, all of one instant. */
export function placedAt(own: RegistrationItem, position: number | null, event: EventItem): Registration {
  const { waitlistCount, waitlistVersion } = event;
  return { ...toRegistration(own), position, waitlistCount, waitlistVersion, event: toEvent(event) };
}

/** Whether the queue is the same in both: an event deleted and created again counts from 1 again, hence `createdAt`. */
export function hasStoodStill(before: EventItem, after: EventItem): boolean {
  return before.waitlistVersion === after.waitlistVersion && before.createdAt === after.createdAt;
}
