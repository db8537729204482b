import { allOf, exists, is, lacks } from '../condition.ts';
import type { RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { keyOf, registrationKey, type Key } from '../keys.ts';
import type { Action, Expression } from '../transaction.ts';
import { changing } from '../update.ts';

/** The condition that a registration waits with this timestamp (so it is the entry's own); undefined: with none. */
export function isWaitingSince(waitlistedAt: string | undefined): Expression {
  return allOf<RegistrationItem>([
    is('registrationStatus', 'WAITLISTED'),
    waitlistedAt === undefined ? lacks('waitlistedAt') : is('waitlistedAt', waitlistedAt),
  ]);
}

/** Takes the entry with this key out of the queue, if it is still there. */
export function deleteEntry(entry: Key): Action {
  return { operation: 'DeleteItem', key: keyOf(entry), condition: allOf<WaitlistEntryItem>([exists()]) };
}

/**
 * Two actions: the entry leaves the queue, and its registration, if it still waits, becomes REGISTERED.
 * @param admission what the registration stores of somebody who is let in out of turn
 */
export function promote(
  entry: WaitlistEntryItem,
  now: string,
  admission: Pick<RegistrationItem, 'admittedBy' | 'admissionReason'> = {},
): Action[] {
  return [
    deleteEntry(entry),
    {
      operation: 'UpdateItem',
      key: registrationKey(entry.userId, entry.eventId),
      update: changing(
        {},
        { registrationStatus: 'REGISTERED', registeredAt: now, promotedAt: now, ...admission, updatedAt: now },
        [],
      ),
      condition: isWaitingSince(entry.waitlistedAt),
    },
  ];
}
