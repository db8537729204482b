import { allOf, exists, is } from '../condition.ts';
import type { RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import type { Action, Expression } from '../transaction.ts';
import { changing } from '../update.ts';

/** The condition that a registration waits with this timestamp (so it is the entry's own). */
function isWaitingSince(waitlistedAt: string): Expression {
  return allOf<RegistrationItem>([is('registrationStatus', 'WAITLISTED'), is('waitlistedAt', waitlistedAt)]);
}

/** Takes an entry out of the queue, if it is still there. */
export function deleteEntry(entry: WaitlistEntryItem): Action {
  const key = waitlistEntryKey(entry.eventId, entry.waitlistedAt, entry.userId);
  return { operation: 'DeleteItem', key, condition: allOf<WaitlistEntryItem>([exists()]) };
}

/** Two actions: the entry leaves the queue, and its registration, if it still waits, becomes REGISTERED. */
export function promote(entry: WaitlistEntryItem, now: string): Action[] {
  return [
    deleteEntry(entry),
    {
      operation: 'UpdateItem',
      key: registrationKey(entry.userId, entry.eventId),
      update: changing(
        {},
        { registrationStatus: 'REGISTERED', registeredAt: now, promotedAt: now, updatedAt: now },
        [],
      ),
      condition: isWaitingSince(entry.waitlistedAt),
    },
  ];
}
