import { type Caller, sees } from '../caller.ts';
import { allOf, is, isStill, not } from '../condition.ts';
import { eventNotEmpty, eventNotFound, unauthorized, type Failure } from '../error.ts';
import type { EventItem } from '../item.ts';
import { cancellationKey, detailsKey, ENTITY_TYPES, eventKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import { forgetLeavers } from './forgetLeavers.ts';
import { organizedBy } from './ownedBy.ts';

/**
 * Deletes the event, its description, how far telling has come, and its pages of leavers, if nobody is registered or
 * waiting, and keeps the id for its organizer.
 * @param read the event before the attempt: whose it is, where the caller may delete anybody's, whether it was
 * cancelled, and how many have waited. Only that event is deleted, and not if it is cancelled meanwhile.
 */
export function deleteEvent(
  eventId: string,
  caller: Caller,
  read: Pick<EventItem, 'eventId' | 'organizer' | 'createdAt' | 'waitlistJoins' | 'status'>,
  now: string,
): Action[] {
  const organizer = caller.isUnrestricted ? (read.organizer ?? null) : caller.username;
  const isCancelled = read.status === 'CANCELLED';
  const condition = allOf<EventItem>([
    is('currentRegistrations', 0),
    is('waitlistCount', 0),
    organizedBy(organizer),
    isStill('createdAt', read.createdAt),
    ...(isCancelled ? [] : [not<EventItem>(is('status', 'CANCELLED'))]),
  ]);
  return [
    { operation: 'DeleteItem', key: eventKey(eventId), condition },
    putDeletedEvent(eventId, organizer, now),
    ...(isCancelled ? [{ operation: 'DeleteItem' as const, key: cancellationKey(eventId) }] : []),
    ...forgetLeavers(read),
  ];
}

/**
 * What a deleted event leaves, in place of its description: its id stays its organizer's. Otherwise a call that was
 * meant for it, and comes late or again, could land on an event of somebody else.
 */
function putDeletedEvent(eventId: string, organizer: string | null, now: string): Action {
  const owner = organizer === null ? {} : { organizer };
  const attributes = { ...owner, entityType: ENTITY_TYPES.deletedEvent, eventId, deletedAt: now };
  return { operation: 'PutItem', key: detailsKey(eventId), attributes };
}

/** The event as it is, where deleteEvent was cancelled because it is no longer as it was read; otherwise null. */
export function changedSince(reasons: Reason[]): EventItem | null {
  const [event] = reasons;
  return event && judgeReason(event) === 'FAILED' ? (event.item as EventItem | null) : null;
}

/**
 * Why deleteEvent was cancelled; null if the reasons do not tell, or if it has changed hands or was cancelled since it
 * was read.
 * @param read the event before the attempt: where the attempt met others, who is in it is reason enough, unless it was
 * cancelled: then they were to be taken out
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
  // One that was created anew is another: meanwhile there was none.
  if (stored === null || stored.createdAt !== read.createdAt || !sees(caller, stored)) {
    return eventNotFound(eventId);
  }
  if (!caller.isUnrestricted && stored.organizer !== caller.username) {
    return unauthorized('deleteEvent', 'Mutation');
  }
  const { currentRegistrations, waitlistCount } = stored;
  const isEmpty = currentRegistrations === 0 && waitlistCount === 0;
  const isToBeMarked = !isJudged && stored.status === 'CANCELLED';
  return isEmpty || isToBeMarked ? null : eventNotEmpty(eventId, currentRegistrations, waitlistCount);
}
