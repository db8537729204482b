import { allOf, isAtLeast, isLess } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { LIVE } from '../event/status.ts';
import type { EventItem, WaitlistEntryItem } from '../item.ts';
import type { Action } from '../transaction.ts';
import { promote } from './promotion.ts';

/**
 * Healing: promotes the head of the queue onto a free seat.
 * Reasons come in the order: head entry, head's registration, event.
 * @param read the event before the head was
 * @param seen how many entries of the queue have been seen (`handOver`)
 */
export function fillSeat(read: EventItem, head: WaitlistEntryItem, seen: number, now: string): Action[] {
  const condition = allOf<EventItem>([
    LIVE,
    isLess('currentRegistrations', 'capacity'),
    isAtLeast('waitlistCount', seen),
  ]);
  return [
    ...promote(head, now),
    changeEvent(
      head.eventId,
      {
        increments: { currentRegistrations: 1, waitlistCount: -1 },
        waitlist: { kind: 'PROMOTED', waitlistedAt: head.waitlistedAt, count: 1 },
        read,
      },
      condition,
      now,
    ),
  ];
}
