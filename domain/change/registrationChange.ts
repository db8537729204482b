import type { RegistrationItem, RegistrationStatus } from '../item.ts';

/** What a user gets about their own registration; the status is null when it was removed. */
export interface RegistrationChange {
  userId: string;
  eventId: string;
  registrationId: string;
  registrationStatus: RegistrationStatus | null;
  waitlistedAt: string | null;
  joinedPosition: number | null;
  promotedAt: string | null;
  cancelledAt: string | null;
}

/**
 * The announcement of a change from one stored registration to the next (null: not there); null if its status stayed
 * the same, and nobody was told of anything.
 */
export function registrationChangeOf(
  before: RegistrationItem | null,
  after: RegistrationItem | null,
): RegistrationChange | null {
  const shown = after ?? before;
  const isSame = before?.registrationStatus === after?.registrationStatus && before?.cancelledAt === after?.cancelledAt;
  if (shown === null || isSame) {
    return null;
  }
  return {
    userId: shown.userId,
    eventId: shown.eventId,
    registrationId: shown.requestId,
    registrationStatus: after === null ? null : after.registrationStatus,
    waitlistedAt: shown.waitlistedAt ?? null,
    joinedPosition: shown.joinedPosition ?? null,
    promotedAt: shown.promotedAt ?? null,
    cancelledAt: shown.cancelledAt ?? null,
  };
}
