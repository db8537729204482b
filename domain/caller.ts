import { isPublic } from './event/status.ts';
import type { EventItem } from './item.ts';

/** Who calls, as far as decisions need it. */
export interface Caller {
  /** The signed-in user's id; null for API key and IAM. */
  username: string | null;
  /** In group `organizers`. */
  isOrganizer: boolean;
  /** In group `admins`, or a backend by IAM. */
  isUnrestricted: boolean;
}

/** Whether the caller may act for this user without owning the event. */
export function mayActAs(caller: Caller, userId: string): boolean {
  return caller.isUnrestricted || caller.username === userId;
}

/**
 * The organizer that a write's condition must find on the event: null where the caller needs no such permission.
 * Checked inside the write, never by a read before it.
 */
export function requiredOrganizer(caller: Caller, userId: string): string | null {
  return mayActAs(caller, userId) ? null : caller.username;
}

/** Whether the caller manages this event: its organizer, an admin or a backend. */
export function manages(caller: Caller, event: { organizer?: string | null }): boolean {
  const isItsOrganizer = caller.isOrganizer && caller.username !== null && event.organizer === caller.username;
  return caller.isUnrestricted || isItsOrganizer;
}

/**
 * What was never public (a DRAFT, also once it is cancelled) is visible to its organizer, admins and backends only; for
 * all others it does not exist.
 */
export function sees(caller: Caller, event: Pick<EventItem, 'organizer' | 'status' | 'listing'>): boolean {
  return isPublic(event) || manages(caller, event);
}
