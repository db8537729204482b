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

/** A waiting registration with its place in the queue of the event, all of one instant. */
export function placedAt(own: RegistrationItem, position: number | null, event: EventItem): Registration {
  const { waitlistCount, waitlistVersion } = event;
  return { ...toRegistration(own), position, waitlistCount, waitlistVersion, event: toEvent(event) };
}
