import { allOf, changing, exists } from '../expression.ts';
import type { WaitlistEntryItem } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import type { Action, Expression } from '../transaction.ts';

/** The condition that a registration waits with this timestamp (so it is the entry's own). */
export function isWaitingSince(waitlistedAt: string): Expression {
  return allOf(
    ['#if_registrationStatus = :if_waitlisted', '#if_waitlistedAt = :if_waitlistedAt'],
    ['registrationStatus', 'waitlistedAt'],
    { waitlisted: 'WAITLISTED', waitlistedAt },
  );
}

/** Takes an entry out of the queue, if it is still there. */
export function deleteEntry(entry: WaitlistEntryItem): Action {
  return { operation: 'DeleteItem', key: waitlistEntryKey(entry.eventId, entry.waitlistedAt, entry.userId), condition: exists() };
}

/** Two actions: the entry leaves the queue, and its registration, if it still waits, becomes REGISTERED. */
export function promote(entry: WaitlistEntryItem, now: string): Action[] {
  return [
    deleteEntry(entry),
    {
      operation: 'UpdateItem',
      key: registrationKey(entry.userId, entry.eventId),
      update: changing({}, { registrationStatus: 'REGISTERED', registeredAt: now, promotedAt: now, updatedAt: now }, []),
      condition: isWaitingSince(entry.waitlistedAt),
    },
  ];
}
