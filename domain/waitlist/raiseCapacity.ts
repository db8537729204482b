import type { Caller } from '../caller.ts';
import { allOf, is, isAtLeast } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import { isUnedited } from '../event/form.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { inOrder } from '../event/order.ts';
import { capacityTaken } from '../event/seats.ts';
import { LIVE } from '../event/status.ts';
import { clearedAttributes, detailsActions, settledValues, stampedBy, type EventPatch } from '../event/updateEvent.ts';
import type { EventItem, WaitlistEntryItem } from '../item.ts';
import { LIMITS } from '../limits.ts';
import type { Action } from '../transaction.ts';
import { promote } from './promotion.ts';

/** How many people one step promotes at most on the way to `target`, from the stored capacity or the seats taken. */
export function stepSize(stored: EventItem, target: number): number {
  return Math.min(LIMITS.promotionsPerStep, target - capacityTaken(stored));
}

/**
 * One step of raising the capacity with people waiting: capacity and registrations grow by the number promoted, so the
 * invariants hold even if no further step follows. If more people have seats than there are, or the stored capacity is
 * no number (damage), the capacity grows from the seats taken. The rest of the patch rides in the first step (later
 * ones get `{}`). That the event is live is also enough for every move of the status that a step can carry: to OPEN or
 * CLOSED.
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
    is('currentRegistrations', stored.currentRegistrations),
    isAtLeast('waitlistCount', seen),
    ...inOrder(patch),
    ...isUnedited(patch),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  const values = { ...settledValues(patch), capacity: capacityTaken(stored) + count };
  const change = {
    increments: { currentRegistrations: count, waitlistCount: -count },
    values,
    removed: clearedAttributes(patch),
    read: stored,
    stamped: stampedBy({ ...patch, capacity: count }),
    waitlist: { kind: 'PROMOTED' as const, waitlistedAt: last ? last.waitlistedAt : '', count },
  };
  return [
    changeEvent(stored.eventId, change, condition, now),
    ...heads.flatMap((head) => promote(head, now)),
    ...detailsActions(stored.eventId, patch, now),
  ];
}
