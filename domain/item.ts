import type { Key, Listing } from './keys.ts';

/** Stored shapes. Times are timestamps (see `timestamp.ts`); counters and versions are integers. */

export type EventStatus = 'DRAFT' | 'OPEN' | 'CLOSED' | 'CANCELLED';
export type RegistrationStatus = 'REGISTERED' | 'WAITLISTED';

interface Stored extends Key {
  entityType: string;
  createdAt: string;
  updatedAt: string;
}

/** The last change of the event's waitlist, carried by the event so that the stream needs no other record. */
export interface LastWaitlistChange {
  kind: 'JOINED' | 'LEFT' | 'PROMOTED';
  /** `waitlistedAt` of the last one affected. */
  waitlistedAt: string;
  count: number;
}

export interface UserItem extends Stored {
  userId: string;
  name: string;
}

export interface EventItem extends Stored {
  eventId: string;
  title: string;
  date: string;
  location?: string;
  capacity: number;
  organizer?: string;
  status: EventStatus;
  listing: Listing;
  waitlistEnabled: boolean;
  currentRegistrations: number;
  waitlistCount: number;
  /** Timestamp of the newest entry that ever joined, `""` before the first. */
  waitlistTail: string;
  version: number;
  waitlistVersion: number;
  lastWaitlistChange?: LastWaitlistChange;
}

export interface DetailsItem extends Stored {
  eventId: string;
  description: string;
}

export interface RegistrationItem extends Stored {
  userId: string;
  eventId: string;
  registrationStatus: RegistrationStatus;
  requestId: string;
  /** When the seat was taken: on registering, or on promotion. */
  registeredAt?: string;
  waitlistedAt?: string;
  promotedAt?: string;
  joinedPosition?: number;
}

export interface WaitlistEntryItem extends Stored {
  userId: string;
  eventId: string;
  waitlistedAt: string;
  joinedPosition: number;
}

/** Where the contenders for an event take turns (see `event/turns.ts`). */
export interface TurnsItem extends Key {
  entityType: string;
  eventId: string;
  nextTurnMs: number;
  expiresAt: number;
}
