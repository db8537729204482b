import type { Caller } from '../caller.ts';
import type { RegistrationItem, RegistrationStatus } from '../item.ts';
import { ENTITY_TYPES } from '../keys.ts';
import type { Event } from '../event/event.ts';
import type { User } from '../user/shownUser.ts';
import { statusOf } from './status.ts';

/**
 * A registration as the API shows it. The last three belong together to one instant; null in lists and unless
 * WAITLISTED.
 */
export interface Registration {
  userId: string;
  eventId: string;
  registrationId: string;
  registrationStatus: RegistrationStatus;
  registeredAt: string | null;
  waitlistedAt: string | null;
  promotedAt: string | null;
  admittedBy: string | null;
  admissionReason: string | null;
  checkedInAt: string | null;
  cancelledAt: string | null;
  joinedPosition: number | null;
  position: number | null;
  waitlistCount: number | null;
  waitlistVersion: number | null;
  /** The event, where it is known already, so that the field `event` need not read it. */
  event?: Event;
  /** Whether it is the answer to a mutation. */
  isAnswer?: true;
  /** The person (null: gone), where a list has read them already. */
  user?: User | null;
}

/** What a seat was given up for. `promotedUserId` is null for those who may not know it. */
export interface Unregistration {
  userId: string;
  eventId: string;
  registrationStatus: RegistrationStatus;
  promoted: boolean;
  promotedUserId: string | null;
  /** Null where it was neither asked for nor read. */
  registrationId: string | null;
}

/** Who registers whom for what; `requestId` lets a repeated call recognise its own work. */
export interface RegistrationRequest {
  userId: string;
  eventId: string;
  requestId: string;
  caller: Caller;
  /** When the request began, as a timestamp: by that moment it is judged whether the event is open. */
  begunAt: string;
}

/** Who leaves what. */
export interface UnregistrationRequest {
  userId: string;
  eventId: string;
  caller: Caller;
  /** The only registration that may be given up; null or absent: whichever there is. */
  registrationId?: string | null;
  /** What alone may be given up, a seat or a place; null or absent: either. */
  ifStatus?: RegistrationStatus | null;
}

/** The API's view of a stored registration, without a position; of one that has lost its status, by the rest of it. */
export function toRegistration(item: RegistrationItem): Registration {
  return {
    userId: item.userId,
    eventId: item.eventId,
    registrationId: item.requestId,
    registrationStatus: statusOf(item),
    registeredAt: item.registeredAt ?? null,
    waitlistedAt: item.waitlistedAt ?? null,
    promotedAt: item.promotedAt ?? null,
    admittedBy: item.admittedBy ?? null,
    admissionReason: item.admissionReason ?? null,
    checkedInAt: item.checkedInAt ?? null,
    cancelledAt: item.cancelledAt ?? null,
    joinedPosition: item.joinedPosition ?? null,
    position: null,
    waitlistCount: null,
    waitlistVersion: null,
  };
}

/**
 * A registration that was made in the lane, with the position that it had then; one that was not, or is promoted, has
 * none.
 */
export function joinedTogether(item: RegistrationItem): Registration {
  const { joinedPosition = null, joinedCount = null, joinedVersion = null } = item;
  return item.registrationStatus === 'REGISTERED' || joinedCount === null
    ? toRegistration(item)
    : { ...toRegistration(item), position: joinedPosition, waitlistCount: joinedCount, waitlistVersion: joinedVersion };
}

/**
 * The attributes that every new registration stores.
 * @param organizer who registers somebody else as the event's organizer, null if nobody does
 */
export function registrationAttributes(
  request: Pick<RegistrationRequest, 'userId' | 'eventId' | 'requestId'>,
  status: RegistrationStatus,
  organizer: string | null,
  now: string,
): Record<string, unknown> {
  return {
    ...(organizer === null ? {} : { registeredBy: organizer }),
    entityType: ENTITY_TYPES.registration,
    userId: request.userId,
    eventId: request.eventId,
    requestId: request.requestId,
    registrationStatus: status,
    createdAt: now,
    updatedAt: now,
  };
}

/** What a registration given up without anybody promoted answers. */
export function left(
  request: { userId: string; eventId: string },
  registrationStatus: RegistrationStatus,
  registrationId: string | null,
): Unregistration {
  return {
    userId: request.userId,
    eventId: request.eventId,
    registrationStatus,
    promoted: false,
    promotedUserId: null,
    registrationId,
  };
}
