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
  kind: 'JOINED' | 'LEFT' | 'PROMOTED' | 'ADMITTED';
  /** `waitlistedAt` of the last one affected. */
  waitlistedAt: string;
  count: number;
}

export interface UserItem extends Stored {
  userId: string;
  name: string;
  /** When the person's deletion was asked for; from then on nothing new is made for them. */
  erasingAt?: string;
}

export interface EventItem extends Stored {
  eventId: string;
  title: string;
  date: string;
  endsAt?: string;
  /** The name of a time zone, as it was given. */
  timeZone?: string;
  location?: string;
  capacity: number;
  organizer?: string;
  status: EventStatus;
  listing: Listing;
  /** From when and until when it takes registrations (`registrationOpensAt`, `registrationClosesAt` in the API). */
  opensAt?: string;
  closesAt?: string;
  waitlistEnabled: boolean;
  currentRegistrations: number;
  waitlistCount: number;
  /** Timestamp of the newest entry that ever joined, `""` before the first. */
  waitlistTail: string;
  /** How many have ever joined the queue, or have since this is counted: absent on events stored before that. */
  waitlistJoins?: number;
  /**
   * How many have left the queue of whom those who left out of turn are on a page. As long as all who have left are,
   * places are known without counting. Absent on events stored before that, and far below 0 once somebody has left.
   */
  waitlistNoted?: number;
  version: number;
  /** The version at the last `updateEvent`: absent before the first, and on events not changed since this is kept. */
  editedVersion?: number;
  /** The version at the last change of description or organizer: absent before the first. */
  detailsVersion?: number;
  waitlistVersion: number;
  lastWaitlistChange?: LastWaitlistChange;
  /** When it was cancelled; absent on those that were before this is kept. */
  cancelledAt?: string;
  /** When it was asked for that a cancelled event be deleted with all who are in it. */
  deletionRequestedAt?: string;
  /** When it was last asked that a cancelled event's people be told, or that it be deleted: also again. */
  endingAskedAt?: string;
  /** Until when requests go to the event's lane, as a timestamp. */
  laneUntil?: string;
  /** The old record that the event was migrated from. */
  migratedFrom?: MigrationOrigin;
}

/** A record of an old table: no other record has its table and id. */
export interface MigrationOrigin {
  table: string;
  /** Its key as text. */
  id: string;
}

export interface DetailsItem extends Stored {
  eventId: string;
  description: string;
}

/** How far it has come that everybody in a cancelled event is told. */
export interface CancellationItem extends Key {
  entityType: string;
  eventId: string;
  /** `createdAt` of the event. */
  event: string;
  cancelledAt: string;
  startedAt: string;
  /** How many were in the event when telling began, and how many have been told. */
  total: number;
  told: number;
  /** When nobody was left to be told. */
  completedAt?: string;
}

/** Whose event it was that had this id and was deleted; in the place of its details. */
export interface DeletedEventItem extends Key {
  entityType: string;
  eventId: string;
  /** The organizer that the event had at last; absent if it had none. */
  organizer?: string;
  deletedAt: string;
}

export interface RegistrationItem extends Stored {
  userId: string;
  eventId: string;
  registrationStatus: RegistrationStatus;
  requestId: string;
  /** The organizer who registered the person; absent if they did so themselves, or an admin or backend did. */
  registeredBy?: string;
  /** When the seat was taken: on registering, or on promotion. */
  registeredAt?: string;
  waitlistedAt?: string;
  promotedAt?: string;
  /** Why the person was let in out of turn, absent if they were not; and by whom, absent if by a backend. */
  admissionReason?: string;
  admittedBy?: string;
  /** When the person came, as the earliest scan at the door says; absent unless REGISTERED. */
  checkedInAt?: string;
  /** When its event was cancelled, once the person has been told. */
  cancelledAt?: string;
  joinedPosition?: number;
  /** How many had left the queue before, and `createdAt` of its event; absent on those stored before that. */
  joinedDepartures?: number;
  joinedEvent?: string;
  /** Length and version of the queue after joining, where others joined in the same transaction. */
  joinedCount?: number;
  joinedVersion?: number;
}

export interface WaitlistEntryItem extends Stored {
  userId: string;
  eventId: string;
  waitlistedAt: string;
  joinedPosition: number;
  /** As of its registration. */
  joinedDepartures?: number;
}

/** Who has left a queue out of turn, of so many who joined one after the other; `w00` to `w79` have a bit for each. */
export interface LeaverPageItem extends Key {
  entityType: string;
  eventId: string;
  /** `createdAt` of the event, and which of its pages it is. */
  event: string;
  page: number;
  /** How many bits are set. */
  left: number;
  [word: `w${number}`]: number;
}

/** Which join a place is: of the event that was created then, the how-manieth that its queue has had. */
export interface Join {
  /** `createdAt` of the event. */
  event: string;
  number: number;
}

/**
 * What a ticket asks for: a seat or a place, to give a seat up, or to give a place up. `leaveSeat` is bound to the
 * registration with that `pinned` request id or, where that is not known, to one that was there at `begunAt`. `join` is
 * null of places from before joins were counted.
 */
export type Wish =
  /** `begunAt`: by when the window is judged; absent on tickets of the release before, which have `askedAt`. */
  | { kind: 'register'; begunAt?: string }
  | { kind: 'leaveSeat'; pinned: string | null; begunAt: string }
  | { kind: 'leaveWaitlist'; pinned: string; waitlistedAt: string; join: Join | null };

/** A request that waits in an event's lane until it is decided (docs/design.md#the-lane). */
export interface TicketItem extends Key {
  entityType: string;
  eventId: string;
  userId: string;
  /** Of the request: the registration that it makes will have it. */
  requestId: string;
  askedAt: string;
  wish: Wish;
  /** The organizer that the event must have, null where the caller needs no such permission. */
  organizer: string | null;
  /** Epoch milliseconds after which it must not take effect. */
  deadlineMs: number;
  /** ASKED until it is decided. REFUSED: not done by this ticket, ever. DONE: a seat or a place is given up. */
  state: 'ASKED' | 'REFUSED' | 'DONE';
  /** DONE only: who got the seat, null if nobody waited. */
  promotedUserId?: string | null;
  /** When it was decided, as a timestamp; not while it is ASKED. */
  decidedAt?: string;
  expiresAt: number;
}

/** Who works through an event's lane, until when (epoch milliseconds). */
export interface LeaseItem extends Key {
  entityType: string;
  holder: string;
  untilMs: number;
  expiresAt: number;
}
/** Somebody who asks that combiners leave the event alone until then (epoch milliseconds). */
export interface PauseItem extends Key {
  entityType: string;
  holder: string;
  /** For how long, in milliseconds. */
  forMs?: number;
  untilMs: number;
  expiresAt: number;
}
