import type { EventItem, EventStatus } from '../item.ts';
import { isPublic } from './status.ts';

/** An event as the API shows it; the description is a field of its own. */
export interface Event {
  eventId: string;
  title: string;
  date: string;
  endsAt: string | null;
  timeZone: string | null;
  location: string | null;
  capacity: number;
  organizer: string | null;
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
  cancelledAt: string | null;
  deletionRequestedAt: string | null;
}

/** How many seats of an event are free, never below 0. */
export function seatsLeft({
  capacity,
  currentRegistrations,
}: Pick<EventItem, 'capacity' | 'currentRegistrations'>): number {
  return Math.max(0, capacity - currentRegistrations);
}

/** The API's view of a stored event. */
export function toEvent(item: EventItem): Event {
  return {
    eventId: item.eventId,
    title: item.title,
    date: item.date,
    endsAt: item.endsAt ?? null,
    timeZone: item.timeZone ?? null,
    location: item.location ?? null,
    capacity: item.capacity,
    organizer: item.organizer ?? null,
    status: item.status,
    isPublic: isPublic(item),
    registrationOpensAt: item.opensAt ?? null,
    registrationClosesAt: item.closesAt ?? null,
    waitlistEnabled: item.waitlistEnabled,
    currentRegistrations: item.currentRegistrations,
    seatsLeft: seatsLeft(item),
    waitlistCount: item.waitlistCount,
    version: item.version,
    waitlistVersion: item.waitlistVersion,
    detailsVersion: item.detailsVersion ?? 1,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    cancelledAt: item.cancelledAt ?? null,
    deletionRequestedAt: item.deletionRequestedAt ?? null,
  };
}
