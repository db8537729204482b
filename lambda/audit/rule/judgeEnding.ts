import type { CancellationItem, EventItem, UserItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import { findingOf, type AnyItem, type Finding } from './finding.ts';
import { isLongAgo } from './isLongAgo.ts';

/** What was begun in the background and should have come to its end long since, at that time (epoch milliseconds). */
export function judgeEnding(item: AnyItem, nowMs: number): Finding[] {
  switch (item.entityType) {
    case ENTITY_TYPES.user: {
      const { erasingAt } = item as unknown as UserItem;
      return isLongAgo(erasingAt, nowMs) ? [findingOf('user.notErased', item, `asked for at ${erasingAt}`)] : [];
    }
    case ENTITY_TYPES.event: {
      const { deletionRequestedAt } = item as unknown as EventItem;
      return isLongAgo(deletionRequestedAt, nowMs)
        ? [findingOf('event.notCleared', item, `asked for at ${deletionRequestedAt}`)]
        : [];
    }
    case ENTITY_TYPES.cancellation: {
      const { startedAt, completedAt, told, total } = item as unknown as CancellationItem;
      return completedAt === undefined && isLongAgo(startedAt, nowMs)
        ? [findingOf('cancellation.notCompleted', item, `${told} of ${total} told since ${startedAt}`)]
        : [];
    }
    default:
      return [];
  }
}
