import { type Caller, sees } from '../caller.ts';
import { allOf, is } from '../condition.ts';
import { eventNotEmpty, eventNotFound, unauthorized, type Failure } from '../error.ts';
import type { EventItem } from '../item.ts';
import { detailsKey, eventKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import { ownedBy } from './ownedBy.ts';

/** Deletes the event and its description, if nobody is registered or waiting. */
export function deleteEvent(eventId: string, caller: Caller): Action[] {
  const condition = allOf<EventItem>([
    is('currentRegistrations', 0),
    is('waitlistCount', 0),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  return [
    { operation: 'DeleteItem', key: eventKey(eventId), condition },
    { operation: 'DeleteItem', key: detailsKey(eventId) },
  ];
}

/**
 * Why deleteEvent was cancelled; null if the reasons do not tell.
 * @param read the event before the attempt: where the attempt met others, who is in it is reason enough
 */
export function explainDeleteEvent(
  eventId: string,
  caller: Caller,
  reasons: Reason[],
  read: EventItem,
): Failure | null {
  const [event] = reasons;
  const verdict = event && judgeReason(event);
  if (!event || (verdict !== 'FAILED' && verdict !== 'HIDDEN')) {
    return null;
  }
  const isJudged = verdict === 'FAILED';
  const stored = isJudged ? (event.item as EventItem | null) : read;
  if (stored === null || !sees(caller, stored)) {
    return eventNotFound(eventId);
  }
  if (!caller.isUnrestricted && stored.organizer !== caller.username) {
    return unauthorized('deleteEvent', 'Mutation');
  }
  const { currentRegistrations, waitlistCount } = stored;
  const isEmpty = currentRegistrations === 0 && waitlistCount === 0;
  return isJudged || !isEmpty ? eventNotEmpty(eventId, currentRegistrations, waitlistCount) : null;
}
