import { seatsLeft } from '../event/event.ts';
import { isPublic } from '../event/status.ts';
import type { EventItem, EventStatus } from '../item.ts';

/** What subscribers of an event get: its public state after a change, without its organizer. */
export interface EventChange {
  eventId: string;
  title: string;
  date: string;
  endsAt: string | null;
  timeZone: string | null;
  location: string | null;
  capacity: number;
  status: EventStatus;
  isPublic: boolean;
  registrationOpensAt: string | null;
  registrationClosesAt: string | null;
  waitlistEnabled: boolean;
  currentRegistrations: number;
  seatsLeft: number;
  waitlistCount: number;
  version: number;
  waitlistVersion: number;
  detailsVersion: number;
  createdAt: string;
  updatedAt: string;
  deleted: boolean;
}

/**
 * The announcement of a change from one stored state to the next (null: not there), or null if there is nothing to
 * announce: what was never public is not, neither while it is a DRAFT nor when it is cancelled or deleted.
 */
export function eventChangeOf(before: EventItem | null, after: EventItem | null): EventChange | null {
  const shown = after ?? before;
  // What requests are told to do in a rush is nobody's news (`raiseFlag`).
  const isSame = before?.version === after?.version && before?.createdAt === after?.createdAt;
  if (shown === null || isSame || !isPublic(shown)) {
    return null;
  }
  return {
    eventId: shown.eventId,
    title: shown.title,
    date: shown.date,
    endsAt: shown.endsAt ?? null,
    timeZone: shown.timeZone ?? null,
    location: shown.location ?? null,
    capacity: shown.capacity,
    status: shown.status,
    isPublic: isPublic(shown),
    registrationOpensAt: shown.opensAt ?? null,
    registrationClosesAt: shown.closesAt ?? null,
    waitlistEnabled: shown.waitlistEnabled,
    currentRegistrations: shown.currentRegistrations,
    seatsLeft: seatsLeft(shown),
    waitlistCount: shown.waitlistCount,
    version: versionAfter(before, after),
    waitlistVersion: shown.waitlistVersion,
    detailsVersion: shown.detailsVersion ?? 1,
    createdAt: shown.createdAt,
    updatedAt: shown.updatedAt,
    deleted: after === null,
  };
}

/**
 * The version that a change has led to. Deleting counts as a change too, or else clients, who drop what is not newer
 * than what they have, would drop the news of it. 0 if there was and is nothing.
 */
export function versionAfter(before: EventItem | null, after: EventItem | null): number {
  if (after !== null) {
    return after.version;
  }
  return before === null ? 0 : before.version + 1;
}
