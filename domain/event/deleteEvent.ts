import { type Caller, sees } from '../caller.ts';
import { eventNotEmpty, eventNotFound, unauthorized, type Failure } from '../error.ts';
import { allOf } from '../expression.ts';
import type { EventItem } from '../item.ts';
import { detailsKey, eventKey } from '../keys.ts';
import { verdictOf, type Action, type Reason } from '../transaction.ts';
import { organizerClause } from './organizer.ts';

/** Deletes the event and its description, if nobody is registered or waiting. */
export function deleteEvent(eventId: string, caller: Caller): Action[] {
  const owner = organizerClause(caller.isUnrestricted ? null : caller.username);
  const condition = allOf(
    ['#if_currentRegistrations = :if_zero', '#if_waitlistCount = :if_zero', ...owner.clauses],
    ['currentRegistrations', 'waitlistCount', ...owner.attributes],
    { zero: 0, ...owner.values },
  );
  return [
    { operation: 'DeleteItem', key: eventKey(eventId), condition },
    { operation: 'DeleteItem', key: detailsKey(eventId) },
  ];
}

/** Why deleteEvent was cancelled; null if the reasons do not tell. */
export function explainDeleteEvent(eventId: string, caller: Caller, reasons: Reason[]): Failure | null {
  const [event] = reasons;
  if (!event || verdictOf(event) !== 'REFUSED') {
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
