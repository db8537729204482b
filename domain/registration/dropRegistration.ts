import { allOf, not } from '../condition.ts';
import { PUBLIC } from '../event/status.ts';
import type { EventItem, RegistrationItem } from '../item.ts';
import { eventKey, registrationKey, waitlistEntryKey } from '../keys.ts';
import type { Action } from '../transaction.ts';

/**
 * Deletes somebody's registration for an event that nobody can have come to: it is gone, or was never public (damage).
 * No event counts it, whichever it is.
 * @param own the registration as read
 */
export function dropRegistration(own: RegistrationItem): Action[] {
  const { userId, eventId, waitlistedAt } = own;
  const entry = waitlistedAt === undefined ? [] : [waitlistEntryKey(eventId, waitlistedAt, userId)];
  return [
    { operation: 'ConditionCheck', key: eventKey(eventId), condition: allOf<EventItem>([not(PUBLIC)]) },
    ...[registrationKey(userId, eventId), ...entry].map((key): Action => ({ operation: 'DeleteItem', key })),
  ];
}
