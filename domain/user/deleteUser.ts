import { allOf, exists, is } from '../condition.ts';
import type { UserItem } from '../item.ts';
import { userKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';

/** A deletion that was asked for, as the API shows it. */
export interface UserDeletion {
  userId: string;
  requestedAt: string;
  earliestCompletionAt: string;
}

/**
 * Marks a profile for deletion: from then on nothing new is made for the person. The first mark stays; each further one
 * is a change of the profile nevertheless, and so has the work in the background begun anew.
 */
export function markErasing(userId: string, now: string): Action {
  const update = changing({}, { updatedAt: now }, [], { first: { erasingAt: now } });
  return { operation: 'UpdateItem', key: userKey(userId), update, condition: allOf<UserItem>([exists()]) };
}

/** Deletes the profile that was marked then, once nothing else is left of the person. */
export function deleteProfile(userId: string, erasingAt: string): Action {
  const condition = allOf<UserItem>([is('erasingAt', erasingAt)]);
  return { operation: 'DeleteItem', key: userKey(userId), condition };
}
