import { peopleIn } from '../../../domain/event/cancellation.ts';
import type { CancellationItem, EventItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import { findingOf, type AnyItem, type Finding } from './finding.ts';
import { isLongAgo } from './isLongAgo.ts';

/** Whether an item is an event whose people should know long since that it is cancelled (at epoch milliseconds). */
export function isToBeTold(item: AnyItem, nowMs: number): boolean {
  const event = item as unknown as EventItem;
  return item.entityType === ENTITY_TYPES.event && peopleIn(event) > 0 && isLongAgo(event.cancelledAt, nowMs);
}

/**
 * Whether telling the people of such an event has begun, by how far it has come as stored, which may be left by another
 * event. Telling that has begun and not ended is found by itself (`cancellation.notCompleted`).
 */
export function judgeTelling(item: AnyItem, progress: AnyItem | null): Finding[] {
  const event = item as unknown as EventItem;
  const isBegun = (progress as unknown as CancellationItem | null)?.event === event.createdAt;
  const found = `cancelled at ${event.cancelledAt} with ${peopleIn(event)} in it`;
  return isBegun ? [] : [findingOf('event.notTold', item, found)];
}
