import { requiredOrganizer } from '../caller.ts';
import { allOf, either, exists, is, isAbove, isStill, type Clause } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { countsNoted } from '../event/noted.ts';
import { ownedBy } from '../event/ownedBy.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import { hasNoLane } from '../event/laneFlag.ts';
import type { UnregistrationRequest } from '../registration/registration.ts';
import type { Action } from '../transaction.ts';
import { joinOf, noteLeavers } from './leavers.ts';

/**
 * Gives up a place in the queue: registration, entry and count together, and a note of it for those who wait before;
 * where that leaves nobody uncounted (else the lane does it, which looks into the queue).
 * @param own the waiting registration as read
 */
export function leaveWaitlist(request: UnregistrationRequest, own: RegistrationItem, now: string): Action[] {
  const { userId, eventId } = request;
  const waitlistedAt = own.waitlistedAt ?? '';
  const isStillWaiting = allOf<RegistrationItem>([
    is('registrationStatus', 'WAITLISTED'),
    is('waitlistedAt', waitlistedAt),
    isStill('requestId', own.requestId),
  ]);
  const entry = waitlistEntryKey(eventId, waitlistedAt, userId);
  const join = joinOf(own);
  return [
    { operation: 'DeleteItem', key: registrationKey(userId, eventId), condition: isStillWaiting },
    { operation: 'DeleteItem', key: entry, condition: allOf<WaitlistEntryItem>([exists()]) },
    changeEvent(
      eventId,
      {
        increments: { waitlistCount: -1 },
        waitlist: { kind: 'LEFT', waitlistedAt, count: 1 },
        unnoted: join === null ? 1 : 0,
      },
      allOf<EventItem>([
        ...leavesNobodyUncounted(own, waitlistedAt),
        countsNoted(),
        hasNoLane(now),
        ...ownedBy(requiredOrganizer(request.caller, userId)),
      ]),
      now,
    ),
    ...(join === null ? [] : noteLeavers(eventId, [join])),
  ];
}

/**
 * The count stays above 0, so nobody takes the queue for empty; or it comes to 0 with somebody who joined when nobody
 * was counted, and after whom nobody has joined: then nobody else waits, whatever became of the count in between.
 */
function leavesNobodyUncounted({ joinedPosition }: RegistrationItem, waitlistedAt: string): Clause<EventItem>[] {
  const staysAbove = isAbove<EventItem>('waitlistCount', 1);
  return joinedPosition === 1
    ? [isAbove('waitlistCount', 0), either(staysAbove, is('waitlistTail', waitlistedAt))]
    : [staysAbove];
}
