import type { RegistrationItem } from '../../domain/item.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';

/**
 * People of one event who were promoted in turn before somebody who had joined earlier: both still have their seats, so
 * both times are stored. Who was let in out of turn overtakes nobody.
 */
export function overtakenAmong(items: readonly StoredItem[]): string[] {
  const promoted = (items as unknown as RegistrationItem[])
    .filter(({ entityType, promotedAt }) => entityType === 'Registration' && promotedAt !== undefined)
    .filter(({ admissionReason }) => admissionReason === undefined)
    .map(({ userId, waitlistedAt = '', promotedAt = '' }) => ({ userId, waitlistedAt, promotedAt }))
    .sort((a, b) => (a.waitlistedAt < b.waitlistedAt ? -1 : 1));
  return promoted.flatMap(({ userId, promotedAt }, n) => {
    const before = promoted[n - 1];
    return before !== undefined && promotedAt < before.promotedAt
      ? [`${userId} was promoted before ${before.userId}, who joined earlier`]
      : [];
  });
}
