import type { UserItem } from '../../../domain/item.ts';
import { findingOf, type Finding } from './finding.ts';

/** Deleting somebody takes minutes. */
const DAY_MS = 24 * 3600_000;

/** What is wrong with a well-formed profile at that time (epoch milliseconds). */
export function judgeUser(user: UserItem, nowMs: number): Finding[] {
  const { erasingAt } = user;
  return erasingAt !== undefined && Date.parse(erasingAt) < nowMs - DAY_MS
    ? [findingOf('user.notErased', user, `asked for at ${erasingAt}`)]
    : [];
}
