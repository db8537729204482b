import { allOf, exists } from '../condition.ts';
import { changeEvent } from '../event/change.ts';
import type { EventItem, WaitlistEntryItem } from '../item.ts';
import type { Action } from '../transaction.ts';
import { deleteEntry } from './promotion.ts';

/**
 * Damage only: takes an entry out of the queue whose registration is missing or does not wait with that timestamp, as a
 * transactional read has shown. Reasons come in the order: entry, event.
 */
export function dropEntry(entry: WaitlistEntryItem, now: string): Action[] {
  const change = {
    increments: { waitlistCount: -1 },
    waitlist: { kind: 'LEFT' as const, waitlistedAt: entry.waitlistedAt, count: 1 },
  };
  return [deleteEntry(entry), changeEvent(entry.eventId, change, allOf<EventItem>([exists()]), now)];
}
