import { requiredOrganizer, sees } from '../caller.ts';
import {
  alreadyRegistered,
  eventFull,
  eventNotFound,
  eventNotOpen,
  unauthorized,
  userNotFound,
  type Failure,
} from '../error.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { sendsToLane } from '../event/laneFlag.ts';
import { freeSeats, hasVersions, isWhole } from '../event/seats.ts';
import { isWithin } from '../event/window.ts';
import { isTail } from '../timestamp.ts';
import { isPresent } from '../user/shownUser.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import { toRegistration, type RegistrationRequest } from './registration.ts';

/**
 * What a cancelled attempt to register means. `mine`: an earlier try of this very request has succeeded. `queue`: the
 * event is full or people are waiting; join behind them. `contended`: a deciding reason is hidden, or the state has
 * changed; decide afresh.
 */
export type RegisterDecision =
  | { kind: 'mine'; registration: RegistrationItem }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'queue'; event: EventItem }
  | { kind: 'contended'; event: EventItem | null };

/** Whether a decision was made in the knowledge that the user exists: the event is judged after the user. */
export function hasSeenUser(decision: RegisterDecision): boolean {
  return (decision.kind === 'queue' || decision.kind === 'contended') && decision.event !== null;
}

/**
 * The order in which a refusal is explained: own request, AlreadyRegistered, UserNotFound, EventNotFound, EventNotOpen,
 * EventFull, queue. A hidden reason stops the search: what comes after it could be wrong. An organizer who acts for
 * another is told nothing else before they are shown to be the event's organizer (EventNotFound, Unauthorized):
 * otherwise they would learn of other people's registrations and users.
 */
export function explainRegister(
  request: RegistrationRequest,
  user: Reason,
  event: Reason,
  registration: Reason,
  now: string,
): RegisterDecision {
  const contended: RegisterDecision = { kind: 'contended', event: null };
  const organizer = requiredOrganizer(request.caller, request.userId);
  if (organizer !== null && judgeReason(event) === 'FAILED') {
    const failure = refuseOrganizer(request, organizer, event.item as EventItem | null);
    if (failure !== null) {
      return { kind: 'failed', failure };
    }
  } else if (organizer !== null && judgeReason(event) !== 'HELD') {
    return contended;
  }
  const registrationVerdict = judgeReason(registration);
  if (registrationVerdict === 'FAILED') {
    return decideOnRegistration(request, registration.item as RegistrationItem | null);
  }
  const userVerdict = judgeReason(user);
  if (registrationVerdict !== 'HELD') {
    return contended;
  }
  if (userVerdict === 'FAILED') {
    return { kind: 'failed', failure: userNotFound() };
  }
  if (userVerdict !== 'HELD' || judgeReason(event) !== 'FAILED') {
    return contended;
  }
  return decideOnEvent(request, event.item as EventItem | null, now);
}

/** Why an event as stored (null: none) is not one that this organizer may register others for; null if it is. */
export function refuseOrganizer(
  request: RegistrationRequest,
  organizer: string,
  stored: EventItem | null,
): Failure | null {
  if (stored === null || !sees(request.caller, stored)) {
    return eventNotFound(request.eventId);
  }
  return stored.organizer === organizer ? null : unauthorized('registerForEvent', 'Mutation');
}

function decideOnRegistration(request: RegistrationRequest, stored: RegistrationItem | null): RegisterDecision {
  if (stored === null) {
    return { kind: 'contended', event: null };
  }
  if (stored.requestId === request.requestId) {
    return { kind: 'mine', registration: stored };
  }
  return { kind: 'failed', failure: alreadyRegistered(request.eventId, toRegistration(stored)) };
}

/**
 * What a stored event (null: none) means for a person who wants to register. `contended` if nothing speaks against a
 * seat.
 */
function decideOnEvent(request: RegistrationRequest, stored: EventItem | null, now: string): RegisterDecision {
  if (stored === null || !sees(request.caller, stored)) {
    return { kind: 'failed', failure: eventNotFound(request.eventId) };
  }
  if (stored.status !== 'OPEN' || !isWithin(stored, request.begunAt)) {
    return { kind: 'failed', failure: eventNotOpen(stored, request.begunAt) };
  }
  if (freeSeats(stored) > 0 && stored.waitlistCount === 0) {
    return { kind: 'contended', event: stored };
  }
  if (!isWhole(stored.waitlistCount) || stored.waitlistCount < 0 || !hasVersions(stored)) {
    // Damage, which is mended or told in the lane, as is a tail behind which nobody can join.
    return { kind: 'contended', event: stored };
  }
  if (!stored.waitlistEnabled) {
    return { kind: 'failed', failure: eventFull(request.eventId, stored.capacity) };
  }
  return { kind: sendsToLane(stored, now) || !isTail(stored.waitlistTail) ? 'contended' : 'queue', event: stored };
}

/**
 * What the state of one instant means for a request that has not been tried, in the same order; `contended` or `queue`
 * if nothing speaks against it.
 */
export function explainState(
  request: RegistrationRequest,
  user: Record<string, unknown> | null,
  event: Record<string, unknown> | null,
  registration: Record<string, unknown> | null,
  now: string,
): RegisterDecision {
  const failed = (item: Record<string, unknown> | null): Reason => ({ type: 'ConditionalCheckFailed', item });
  const held: Reason = { type: 'None', item: null };
  return explainRegister(
    request,
    isPresent(user) ? held : failed(user),
    failed(event),
    registration === null ? held : failed(registration),
    now,
  );
}
