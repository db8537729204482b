import type { UserItem } from '../item.ts';

/** A user as the API shows it. */
export interface User {
  userId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
}

/** The API's view of a stored user. */
export function toUser({ userId, name, createdAt, updatedAt }: UserItem): User {
  return { userId, name, createdAt, updatedAt };
}
