import { requiredOrganizer } from '../caller.ts';
import { allOf, exists, is, isAbove } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import { hasNoLane } from '../event/laneFlag.ts';
import type { UnregistrationRequest } from '../registration/registration.ts';
import type { Action } from '../transaction.ts';

/** Gives up a place in the queue: registration, entry and count together. `own` is the waiting registration as read. */
export function leaveWaitlist(request: UnregistrationRequest, own: RegistrationItem, now: string): Action[] {
  const { userId, eventId } = request;
  const waitlistedAt = own.waitlistedAt ?? '';
  const isStillWaiting = allOf<RegistrationItem>([
    is('registrationStatus', 'WAITLISTED'),
    is('waitlistedAt', waitlistedAt),
    is('requestId', own.requestId),
  ]);
  const entry = waitlistEntryKey(eventId, waitlistedAt, userId);
  return [
    { operation: 'DeleteItem', key: registrationKey(userId, eventId), condition: isStillWaiting },
    { operation: 'DeleteItem', key: entry, condition: allOf<WaitlistEntryItem>([exists()]) },
    changeEvent(
      eventId,
      { increments: { waitlistCount: -1 }, waitlist: { kind: 'LEFT', waitlistedAt, count: 1 } },
      allOf<EventItem>([
        isAbove('waitlistCount', 0),
        hasNoLane(now),
        ...ownedBy(requiredOrganizer(request.caller, userId)),
      ]),
      now,
    ),
  ];
}
