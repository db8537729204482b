import { requiredOrganizer } from '../caller.ts';
import { absent, allOf, either, is, isAbove, isBefore, isNotLess } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { hasNotClosed, hasOpened } from '../event/window.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { hasNoLane } from '../event/laneFlag.ts';
import { ENTITY_TYPES, registrationKey, waitlistEntryKey } from '../keys.ts';
import { explainRegister, type RegisterDecision } from '../registration/decision.ts';
import { registrationAttributes, type Registration, type RegistrationRequest } from '../registration/registration.ts';
import type { Action } from '../transaction.ts';
import type { Reason } from '../verdict.ts';
import { userExists } from '../user/user.ts';
import { departuresBefore, joinsAfter } from './departures.ts';

/** A place at the end of the queue of an event as read; `waitlistedAt` is later than the event's `waitlistTail`. */
export interface Joining {
  event: EventItem;
  waitlistedAt: string;
}

/**
 * Takes the place at the end of the queue, if the user exists and the event is OPEN and within its window, has a
 * waitlist, is full (or people are waiting) and its waitlist is still as it was read: so position, `waitlistVersion`
 * and how many have left it are exact. (An event deleted and created again counts from 1 again, hence `createdAt`.)
 */
export function joinWaitlist(request: RegistrationRequest, joining: Joining, now: string): Action[] {
  const { event, waitlistedAt } = joining;
  const joinedPosition = event.waitlistCount + 1;
  const before = departuresBefore(event);
  const organizer = requiredOrganizer(request.caller, request.userId);
  const condition = allOf<EventItem>([
    is('status', 'OPEN'),
    hasOpened(request.begunAt),
    hasNotClosed(request.begunAt),
    is('waitlistEnabled', true),
    either(isNotLess('currentRegistrations', 'capacity'), isAbove('waitlistCount', 0)),
    isBefore('waitlistTail', waitlistedAt),
    is('waitlistVersion', event.waitlistVersion),
    is('createdAt', event.createdAt),
    hasNoLane(now),
    ...ownedBy(organizer),
  ]);
  const change = {
    increments: { waitlistCount: 1 },
    values: { waitlistTail: waitlistedAt, ...joinsAfter(event, 1) },
    waitlist: { kind: 'JOINED' as const, waitlistedAt, count: 1 },
  };
  return [
    userExists(request.userId),
    changeEvent(request.eventId, change, condition, now),
    {
      operation: 'PutItem',
      key: waitlistEntryKey(request.eventId, waitlistedAt, request.userId),
      attributes: entryAttributes(request, { waitlistedAt, joinedPosition }, before, now),
      condition: allOf<WaitlistEntryItem>([absent()]),
    },
    {
      operation: 'PutItem',
      key: registrationKey(request.userId, request.eventId),
      attributes: {
        ...registrationAttributes(request, 'WAITLISTED', organizer, now),
        waitlistedAt,
        joinedPosition,
        ...before,
      },
      condition: allOf<RegistrationItem>([absent()]),
    },
  ];
}

/** The attributes that every new entry stores. */
export function entryAttributes(
  { userId, eventId }: Pick<RegistrationRequest, 'userId' | 'eventId'>,
  own: Pick<WaitlistEntryItem, 'waitlistedAt' | 'joinedPosition'>,
  { joinedDepartures }: Pick<WaitlistEntryItem, 'joinedDepartures'>,
  now: string,
): Record<string, unknown> {
  const entityType = ENTITY_TYPES.waitlistEntry;
  const before = joinedDepartures === undefined ? {} : { joinedDepartures };
  return { entityType, userId, eventId, ...own, ...before, createdAt: now, updatedAt: now };
}

/** What joinWaitlist has made, without reading it back. */
export function waitlistJoined(request: RegistrationRequest, joining: Joining): Registration {
  const position = joining.event.waitlistCount + 1;
  return {
    userId: request.userId,
    eventId: request.eventId,
    registrationId: request.requestId,
    registrationStatus: 'WAITLISTED',
    registeredAt: null,
    waitlistedAt: joining.waitlistedAt,
    promotedAt: null,
    admittedBy: null,
    admissionReason: null,
    checkedInAt: null,
    cancelledAt: null,
    joinedPosition: position,
    position,
    waitlistCount: position,
    waitlistVersion: joining.event.waitlistVersion + 1,
  };
}

/** What to do after joinWaitlist was cancelled; a changed waitlist is `queue` again, with the event as it is now. */
export function explainJoinWaitlist(request: RegistrationRequest, reasons: Reason[], now: string): RegisterDecision {
  const [user, event, , registration] = reasons;
  return user && event && registration
    ? explainRegister(request, user, event, registration, now)
    : { kind: 'contended', event: null };
}
