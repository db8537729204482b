import { requiredOrganizer } from '../caller.ts';
import { changeEvent } from '../event/change.ts';
import { organizerClause } from '../event/organizer.ts';
import { allOf, exists, existsAnd } from '../expression.ts';
import type { RegistrationItem } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import type { UnregistrationRequest } from '../registration/registration.ts';
import type { Action } from '../transaction.ts';

/** Gives up a place in the queue: registration, entry and count together. `own` is the waiting registration as read. */
export function leaveWaitlist(request: UnregistrationRequest, own: RegistrationItem, now: string): Action[] {
  const { userId, eventId } = request;
  const waitlistedAt = own.waitlistedAt ?? '';
  const owner = organizerClause(requiredOrganizer(request.caller, userId));
  const isStillWaiting = allOf(
    ['#if_registrationStatus = :if_waitlisted', '#if_waitlistedAt = :if_waitlistedAt', '#if_requestId = :if_requestId'],
    ['registrationStatus', 'waitlistedAt', 'requestId'],
    { waitlisted: 'WAITLISTED', waitlistedAt, requestId: own.requestId },
  );
  return [
    { operation: 'DeleteItem', key: registrationKey(userId, eventId), condition: isStillWaiting },
    { operation: 'DeleteItem', key: waitlistEntryKey(eventId, waitlistedAt, userId), condition: exists() },
    changeEvent(
      eventId,
      { increments: { waitlistCount: -1 }, waitlist: { kind: 'LEFT', waitlistedAt, count: 1 } },
      existsAnd(owner.clauses, owner.attributes, owner.values),
      now,
    ),
  ];
}
