import { requiredOrganizer } from '../caller.ts';
import { changeEvent } from '../event/change.ts';
import { organizerClause } from '../event/organizer.ts';
import { absent, allOf } from '../expression.ts';
import type { EventItem } from '../item.ts';
import { ENTITY_TYPES, registrationKey, waitlistEntryKey } from '../keys.ts';
import { explainRegister, type RegisterDecision } from '../registration/decision.ts';
import { registrationAttributes, type Registration, type RegistrationRequest } from '../registration/registration.ts';
import type { Action, Reason } from '../transaction.ts';
import { userExists } from '../user/user.ts';

/** A place at the end of the queue of an event as read; `waitlistedAt` is later than the event's `waitlistTail`. */
export interface Joining {
  event: EventItem;
  waitlistedAt: string;
}

/**
 * Takes the place at the end of the queue, if the user exists and the event is OPEN, has a waitlist, is full (or people are
 * waiting) and its waitlist is still as it was read: so position and `waitlistVersion` are exact. (An event deleted and created
 * again counts from 1 again, hence `createdAt`.)
 */
export function joinWaitlist(request: RegistrationRequest, joining: Joining, now: string): Action[] {
  const { event, waitlistedAt } = joining;
  const joinedPosition = event.waitlistCount + 1;
  const owner = organizerClause(requiredOrganizer(request.caller, request.userId));
  const condition = allOf(
    [
      '#if_status = :if_open',
      '#if_waitlistEnabled = :if_true',
      '#if_currentRegistrations >= #if_capacity OR #if_waitlistCount > :if_zero',
      '#if_waitlistTail < :if_waitlistedAt',
      '#if_waitlistVersion = :if_waitlistVersion',
      '#if_createdAt = :if_createdAt',
      ...owner.clauses,
    ],
    [
      'status',
      'waitlistEnabled',
      'currentRegistrations',
      'capacity',
      'waitlistCount',
      'waitlistTail',
      'waitlistVersion',
      'createdAt',
      ...owner.attributes,
    ],
    {
      open: 'OPEN',
      true: true,
      zero: 0,
      waitlistedAt,
      waitlistVersion: event.waitlistVersion,
      createdAt: event.createdAt,
      ...owner.values,
    },
  );
  const change = {
    increments: { waitlistCount: 1 },
    values: { waitlistTail: waitlistedAt },
    waitlist: { kind: 'JOINED' as const, waitlistedAt, count: 1 },
  };
  return [
    userExists(request.userId),
    changeEvent(request.eventId, change, condition, now),
    {
      operation: 'PutItem',
      key: waitlistEntryKey(request.eventId, waitlistedAt, request.userId),
      attributes: {
        entityType: ENTITY_TYPES.waitlistEntry,
        userId: request.userId,
        eventId: request.eventId,
        waitlistedAt,
        joinedPosition,
        createdAt: now,
        updatedAt: now,
      },
      condition: absent(),
    },
    {
      operation: 'PutItem',
      key: registrationKey(request.userId, request.eventId),
      attributes: { ...registrationAttributes(request, 'WAITLISTED', now), waitlistedAt, joinedPosition },
      condition: absent(),
    },
  ];
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
    joinedPosition: position,
    position,
    waitlistCount: position,
    waitlistVersion: joining.event.waitlistVersion + 1,
  };
}

/** What to do after joinWaitlist was cancelled; a changed waitlist is `queue` again, with the event as it is now. */
export function explainJoinWaitlist(request: RegistrationRequest, reasons: Reason[]): RegisterDecision {
  const [user, event, , registration] = reasons;
  return user && event && registration ? explainRegister(request, user, event, registration) : { kind: 'contended', event: null };
}
