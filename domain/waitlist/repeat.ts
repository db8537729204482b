import { requiredOrganizer } from '../caller.ts';
import type { Failure } from '../error.ts';
import { sendsToLane } from '../event/laneFlag.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { explainState } from '../registration/decision.ts';
import { toRegistration, type Registration, type RegistrationRequest } from '../registration/registration.ts';
import { positionAsJoined } from './position.ts';

type Found = Record<string, unknown> | null;

/**
 * What a look says of a repeated request. `mine`: an earlier call has made a registration; null if it waits and its
 * position must be counted. `contended`: a crowd is served in the event's lane, so ask there. `queue`: the event is
 * full or people are waiting; join behind them. `open`: nothing is certain, so try as if for the first time.
 */
export type RepeatDecision =
  | { kind: 'mine'; registration: Registration | null }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'contended' }
  | { kind: 'queue'; event: EventItem }
  | { kind: 'open' };

/**
 * What can be said of a repeated request by three items (null: none) that were each read at an instant of its own. Only
 * what hangs on one of them is certain: what the own registration says, and that a user is missing, who then never was,
 * and has no registration. Everything else is left to transactions, and so is all that is told to an organizer who acts
 * for another, for they must be the event's at the same instant.
 */
export function explainRepeat(
  request: RegistrationRequest,
  user: Found,
  event: Found,
  registration: Found,
  now: string,
): RepeatDecision {
  const actsForOther = requiredOrganizer(request.caller, request.userId) !== null;
  const decision = explainState(request, user, event, registration, now);
  if (decision.kind === 'queue') {
    return decision;
  }
  if (decision.kind === 'contended') {
    return decision.event !== null && sendsToLane(decision.event, now) ? { kind: 'contended' } : { kind: 'open' };
  }
  if (actsForOther) {
    return { kind: 'open' };
  }
  if (decision.kind === 'mine') {
    return { kind: 'mine', registration: asItStands(decision.registration, event as unknown as EventItem | null) };
  }
  const { errorType } = decision.failure;
  return errorType === 'AlreadyRegistered' || errorType === 'UserNotFound' ? decision : { kind: 'open' };
}

/**
 * The registration that an earlier call has made, as far as it can be answered without counting: a seat, or a place
 * that is where it was joined at the instant of this event; else null.
 */
export function asItStands(own: RegistrationItem, event: EventItem | null): Registration | null {
  return own.registrationStatus === 'REGISTERED' ? toRegistration(own) : positionAsJoined(own, event);
}
