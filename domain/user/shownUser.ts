import type { UserItem } from '../item.ts';

/** A user as the API shows it. */
export interface User {
  userId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
}

/** Whether a profile as stored (null: none) is of somebody who has not asked to be deleted. */
export function isPresent(user: Pick<UserItem, 'erasingAt'> | null): boolean {
  return user !== null && user.erasingAt === undefined;
}

/** The API's view of a profile as stored; null if there is none, or if its deletion was asked for. */
export function toUser(stored: UserItem | null): User | null {
  if (stored === null || !isPresent(stored)) {
    return null;
  }
  const { userId, name, createdAt, updatedAt } = stored;
  return { userId, name, createdAt, updatedAt };
}
