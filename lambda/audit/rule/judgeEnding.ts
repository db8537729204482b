import type { CancellationItem, EventItem, UserItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import { findingOf, type AnyItem, type Finding } from './finding.ts';

/** What goes on in the background takes minutes. */
const DAY_MS = 24 * 3600_000;

/** What was begun in the background and should have come to its end long since, at that time (epoch milliseconds). */
export function judgeEnding(item: AnyItem, nowMs: number): Finding[] {
  const isLongAgo = (since: string | undefined) => since !== undefined && Date.parse(since) < nowMs - DAY_MS;
  switch (item.entityType) {
    case ENTITY_TYPES.user: {
      const { erasingAt } = item as unknown as UserItem;
      return isLongAgo(erasingAt) ? [findingOf('user.notErased', item, `asked for at ${erasingAt}`)] : [];
    }
    case ENTITY_TYPES.event: {
      const { deletionRequestedAt } = item as unknown as EventItem;
      return isLongAgo(deletionRequestedAt)
        ? [findingOf('event.notCleared', item, `asked for at ${deletionRequestedAt}`)]
        : [];
    }
    case ENTITY_TYPES.cancellation: {
      const { startedAt, completedAt, told, total } = item as unknown as CancellationItem;
      return completedAt === undefined && isLongAgo(startedAt)
        ? [findingOf('cancellation.notCompleted', item, `${told} of ${total} told since ${startedAt}`)]
        : [];
    }
    default:
      return [];
  }
}
