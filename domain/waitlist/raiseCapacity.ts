import type { Caller } from '../caller.ts';
import { allOf, is, isAtLeast } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { isUnedited } from '../event/form.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { inOrder } from '../event/order.ts';
import { LIVE } from '../event/status.ts';
import { clearedAttributes, detailsActions, settledValues, stampedBy, type EventPatch } from '../event/updateEvent.ts';
import type { EventItem, WaitlistEntryItem } from '../item.ts';
import { LIMITS } from '../limits.ts';
import type { Action } from '../transaction.ts';
import { promote } from './promotion.ts';

/** How many people one step promotes at most on the way from the stored capacity to `target`. */
export function stepSize(stored: EventItem, target: number): number {
  return Math.min(LIMITS.promotionsPerStep, target - stored.capacity);
}

/**
 * One step of raising the capacity with people waiting: capacity and registrations grow by the number promoted, so the
 * invariants hold even if no further step follows. The rest of the patch rides in the first step (later ones get `{}`).
 * That the event is live is also enough for every move of the status that a step can carry: to OPEN or CLOSED.
 * Reasons come in the order: event, then entry and registration of each head, then the description.
 * @param stored the event as read
 * @param heads the first entries of the queue, in order; 1 to 49
 * @param seen how many entries of the queue have been seen (`handOver`)
 */
export function raiseCapacity(
  stored: EventItem,
  heads: WaitlistEntryItem[],
  seen: number,
  patch: EventPatch,
  caller: Caller,
  now: string,
): Action[] {
  const count = heads.length;
  const last = heads[count - 1];
  const condition = allOf<EventItem>([
    LIVE,
    is('capacity', stored.capacity),
    isAtLeast('waitlistCount', seen),
    ...inOrder(patch),
    ...isUnedited(patch),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  const { capacity, ...values } = settledValues(patch);
  const change = {
    increments: { capacity: count, currentRegistrations: count, waitlistCount: -count },
    values,
    removed: clearedAttributes(patch),
    stamped: stampedBy(patch),
    waitlist: { kind: 'PROMOTED' as const, waitlistedAt: last ? last.waitlistedAt : '', count },
  };
  return [
    changeEvent(stored.eventId, change, condition, now),
    ...heads.flatMap((head) => promote(head, now)),
    ...detailsActions(stored.eventId, patch, now),
  ];
}
