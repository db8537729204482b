import type { EventItem, EventStatus } from '../item.ts';

/** An event as the API shows it; the description is a field of its own. */
export interface Event {
  eventId: string;
  title: string;
  date: string;
  location: string | null;
  capacity: number;
  organizer: string | null;
  status: EventStatus;
  waitlistEnabled: boolean;
  currentRegistrations: number;
  waitlistCount: number;
  version: number;
  waitlistVersion: number;
  createdAt: string;
  updatedAt: string;
}

/** The API's view of a stored event. */
export function toEvent(item: EventItem): Event {
  return {
    eventId: item.eventId,
    title: item.title,
    date: item.date,
    location: item.location ?? null,
    capacity: item.capacity,
    organizer: item.organizer ?? null,
    status: item.status,
    waitlistEnabled: item.waitlistEnabled,
    currentRegistrations: item.currentRegistrations,
    waitlistCount: item.waitlistCount,
    version: item.version,
    waitlistVersion: item.waitlistVersion,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
  };
}
