import { requiredOrganizer } from '../caller.ts';
import { allOf, isAtLeast, isNotLess } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { countsNoted } from '../event/noted.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { LIVE } from '../event/status.ts';
import type { EventItem, WaitlistEntryItem } from '../item.ts';
import { registrationKey } from '../keys.ts';
import { hasNoLane } from '../event/laneFlag.ts';
import type { UnregistrationRequest } from '../registration/registration.ts';
import type { Action, Expression } from '../transaction.ts';
import { promote } from './promotion.ts';

/**
 * Passes a leaver's seat to the head of the queue in one transaction: at no moment is the seat free. Not where more
 * people have seats than there are: then it goes.
 * Reasons come in the order: leaver's registration, head entry, head's registration, event.
 * @param leaver which registration is given up: the pinned one, or one that was there at a certain time
 * @param seen how many entries of the queue have been seen, the head's included: the event must count as many, so that
 * nobody is left behind whom it does not count
 */
export function handOver(
  request: UnregistrationRequest,
  leaver: Expression,
  head: WaitlistEntryItem,
  seen: number,
  now: string,
): Action[] {
  const organizer = requiredOrganizer(request.caller, request.userId);
  const condition = allOf<EventItem>([
    LIVE,
    isAtLeast('waitlistCount', seen),
    isNotLess('capacity', 'currentRegistrations'),
    countsNoted(),
    hasNoLane(now),
    ...ownedBy(organizer),
  ]);
  return [
    { operation: 'DeleteItem', key: registrationKey(request.userId, request.eventId), condition: leaver },
    ...promote(head, now),
    changeEvent(
      request.eventId,
      { increments: { waitlistCount: -1 }, waitlist: { kind: 'PROMOTED', waitlistedAt: head.waitlistedAt, count: 1 } },
      condition,
      now,
    ),
  ];
}
