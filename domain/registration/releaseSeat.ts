import { requiredOrganizer, sees } from '../caller.ts';
import {
  alreadyCheckedIn,
  eventNotFound,
  notRegistered,
  registrationStatusChanged,
  unauthorized,
  type Failure,
} from '../error.ts';
import { allOf, either, is, isAbove, isLess, isNotAfter, lacks } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { PUBLIC } from '../event/status.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { registrationKey } from '../keys.ts';
import { hasNoLane, sendsToLane } from '../event/laneFlag.ts';
import type { Action, Expression } from '../transaction.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import type { UnregistrationRequest } from './registration.ts';
import { statusOf } from './status.ts';

/**
 * Gives a seat back, if nobody waits for it. Nor may anybody have it in a cancelled event, or where more people have
 * seats than there are (damage).
 * @param pinned the request id that the registration must have, null at first sight
 */
export function releaseSeat(request: UnregistrationRequest, pinned: string | null, now: string): Action[] {
  const condition = allOf<EventItem>([
    PUBLIC,
    either(either(is('waitlistCount', 0), is('status', 'CANCELLED')), isLess('capacity', 'currentRegistrations')),
    isAbove('currentRegistrations', 0),
    hasNoLane(now),
    ...ownedBy(requiredOrganizer(request.caller, request.userId)),
  ]);
  return [
    {
      operation: 'DeleteItem',
      key: registrationKey(request.userId, request.eventId),
      condition: isRegistered(pinned),
    },
    changeEvent(request.eventId, { increments: { currentRegistrations: -1 } }, condition, now),
  ];
}

/** The condition that a registration holds a seat, of somebody who has not come, and was there already at that time. */
export function isRegisteredSince(latest: string): Expression {
  return allOf<RegistrationItem>([
    is('registrationStatus', 'REGISTERED'),
    lacks('checkedInAt'),
    isNotAfter('createdAt', latest),
  ]);
}

/** The condition that a registration holds a seat, of somebody who has not come, and is the pinned one. */
export function isRegistered(pinned: string | null): Expression {
  return pinned === null
    ? allOf<RegistrationItem>([is('registrationStatus', 'REGISTERED'), lacks('checkedInAt')])
    : allOf<RegistrationItem>([is('registrationStatus', 'REGISTERED'), lacks('checkedInAt'), is('requestId', pinned)]);
}

/**
 * What a cancelled attempt to leave means. `waiting`: leave the waitlist instead (in the lane, if a crowd is being
 * served). `handOver`: somebody waits for the seat. `contended`: a deciding reason is hidden, or the state has changed;
 * decide afresh.
 */
export type LeaveDecision =
  | { kind: 'failed'; failure: Failure }
  | { kind: 'waiting'; registration: RegistrationItem; isCrowd: boolean }
  | { kind: 'handOver' }
  | { kind: 'contended' };

/**
 * What to do after releaseSeat was cancelled: unknown event, then wrong caller, then no registration, then who waits.
 */
export function explainReleaseSeat(request: UnregistrationRequest, reasons: Reason[], now: string): LeaveDecision {
  const [registration, event] = reasons;
  if (!registration || !event) {
    return { kind: 'contended' };
  }
  const eventVerdict = judgeReason(event);
  const failure = eventVerdict === 'FAILED' ? refuseByEvent(request, event.item as EventItem | null) : null;
  if (failure !== null) {
    return { kind: 'failed', failure };
  }
  const registrationVerdict = judgeReason(registration);
  const isDecided = eventVerdict === 'HELD' || eventVerdict === 'FAILED';
  if (!isDecided || (registrationVerdict !== 'FAILED' && registrationVerdict !== 'HELD')) {
    return { kind: 'contended' };
  }
  const read = event.item as EventItem | null;
  const isCrowd = read !== null && sendsToLane(read, now);
  if (registrationVerdict === 'HELD') {
    return { kind: isCrowd ? 'contended' : 'handOver' };
  }
  const stored = registration.item as RegistrationItem | null;
  const refusal = refuseByRegistration(request, stored);
  if (stored === null || refusal !== null) {
    return { kind: 'failed', failure: refusal ?? notRegistered(request.eventId) };
  }
  return stored.registrationStatus === 'WAITLISTED'
    ? { kind: 'waiting', registration: stored, isCrowd }
    : { kind: 'contended' };
}

/** Why a registration as stored (null: none) is not what this request gives up; null if it is. */
export function refuseByRegistration(request: UnregistrationRequest, stored: RegistrationItem | null): Failure | null {
  const { eventId, registrationId = null, ifStatus = null } = request;
  if (stored === null || (registrationId !== null && stored.requestId !== registrationId)) {
    return notRegistered(eventId);
  }
  const status = statusOf(stored);
  if (ifStatus !== null && status !== ifStatus) {
    return registrationStatusChanged(eventId, stored.requestId, status);
  }
  const { requestId, checkedInAt } = stored;
  return status === 'REGISTERED' && checkedInAt !== undefined
    ? alreadyCheckedIn(eventId, requestId, checkedInAt)
    : null;
}

/**
 * What to do for somebody who gives up a place and no seat, as the state of one moment says; the transaction that
 * leaves the queue decides.
 */
export function explainLeaveWaitlist(
  request: UnregistrationRequest,
  registration: RegistrationItem | null,
  event: EventItem | null,
  now: string,
): LeaveDecision {
  const reasons = [registration, event].map((item): Reason => ({
    type: 'ConditionalCheckFailed',
    item: item as Record<string, unknown> | null,
  }));
  return explainReleaseSeat(request, reasons, now);
}

/** Why an event as stored (null: none) forbids this caller to end this registration; null if it does not. */
export function refuseByEvent(request: UnregistrationRequest, stored: EventItem | null): Failure | null {
  if (stored === null || !sees(request.caller, stored)) {
    return eventNotFound(request.eventId);
  }
  const organizer = requiredOrganizer(request.caller, request.userId);
  return organizer !== null && stored.organizer !== organizer ? unauthorized('unregisterFromEvent', 'Mutation') : null;
}
