import type { UserItem } from '../../domain/item.ts';
import { LIMITS } from '../../domain/limits.ts';

/** So long after the mark, who calls again may think that the work in the background has been given up. */
const GIVEN_UP_MS = 5 * LIMITS.erasingMs;

/**
 * Whether a change of a profile has the person deleted in the background: the mark, and a further one, unless that comes
 * so soon that the first is at work for certain. Who calls again and again must not keep the others waiting.
 */
export function beginsErasing(before: UserItem | null, after: UserItem): boolean {
  const erasingAt = after.erasingAt;
  if (erasingAt === undefined) {
    return false;
  }
  return before?.erasingAt === undefined || Date.parse(after.updatedAt) - Date.parse(erasingAt) > GIVEN_UP_MS;
}
