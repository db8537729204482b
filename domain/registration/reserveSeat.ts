import { requiredOrganizer } from '../caller.ts';
import { absent, allOf, is, isLess } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { hasNotClosed, hasOpened } from '../event/window.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { registrationKey } from '../keys.ts';
import { hasNoLane } from '../event/laneFlag.ts';
import type { Action } from '../transaction.ts';
import type { Reason } from '../verdict.ts';
import { userExists } from '../user/user.ts';
import { explainRegister, type RegisterDecision } from './decision.ts';
import { registrationAttributes, type Registration, type RegistrationRequest } from './registration.ts';

/**
 * Takes a free seat, if the user exists, the event is OPEN and within its window, a seat is free and nobody waits for
 * it.
 */
export function reserveSeat(request: RegistrationRequest, now: string): Action[] {
  const organizer = requiredOrganizer(request.caller, request.userId);
  const condition = allOf<EventItem>([
    is('status', 'OPEN'),
    hasOpened(request.begunAt),
    hasNotClosed(request.begunAt),
    isLess('currentRegistrations', 'capacity'),
    is('waitlistCount', 0),
    hasNoLane(now),
    ...ownedBy(organizer),
  ]);
  return [
    userExists(request.userId),
    changeEvent(request.eventId, { increments: { currentRegistrations: 1 } }, condition, now),
    {
      operation: 'PutItem',
      key: registrationKey(request.userId, request.eventId),
      attributes: { ...registrationAttributes(request, 'REGISTERED', organizer, now), registeredAt: now },
      condition: allOf<RegistrationItem>([absent()]),
    },
  ];
}

/** What reserveSeat has made, without reading it back. */
export function seatReserved(request: RegistrationRequest, now: string): Registration {
  return {
    userId: request.userId,
    eventId: request.eventId,
    registrationId: request.requestId,
    registrationStatus: 'REGISTERED',
    registeredAt: now,
    waitlistedAt: null,
    promotedAt: null,
    admittedBy: null,
    admissionReason: null,
    checkedInAt: null,
    cancelledAt: null,
    joinedPosition: null,
    position: null,
    waitlistCount: null,
    waitlistVersion: null,
  };
}

/** What to do after reserveSeat was cancelled; `reasons` in the order of its actions. */
export function explainReserveSeat(request: RegistrationRequest, reasons: Reason[], now: string): RegisterDecision {
  const [user, event, registration] = reasons;
  return user && event && registration
    ? explainRegister(request, user, event, registration, now)
    : { kind: 'contended', event: null };
}
