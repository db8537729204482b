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

/** Why deleteEvent was cancelled; null if the reasons do not tell. */
export function explainDeleteEvent(eventId: string, caller: Caller, reasons: Reason[]): Failure | null {
  const [event] = reasons;
  if (!event || judgeReason(event) !== 'FAILED') {
    return null;
  }
  const stored = event.item as EventItem | null;
  if (stored === null || !sees(caller, stored)) {
    return eventNotFound(eventId);
  }
  if (!caller.isUnrestricted && stored.organizer !== caller.username) {
    return unauthorized('deleteEvent', 'Mutation');
  }
  return eventNotEmpty(eventId, stored.currentRegistrations, stored.waitlistCount);
}
