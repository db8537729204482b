import type { EventItem, RegistrationItem } from '../item.ts';
import { toEvent } from '../event/event.ts';
import { toRegistration, type Registration } from '../registration/registration.ts';

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
  return {
    ...toRegistration(own),
    position: entries.length,
    waitlistCount: after.waitlistCount,
    waitlistVersion: after.waitlistVersion,
    event: toEvent(after),
  };
}

/** Whether the queue is the same in both: an event deleted and created again counts from 1 again, hence `createdAt`. */
export function hasStoodStill(before: EventItem, after: EventItem): boolean {
  return before.waitlistVersion === after.waitlistVersion && before.createdAt === after.createdAt;
}
