import type { RegistrationItem, RegistrationStatus } from '../item.ts';

/** Whether a registration says neither that it has a seat nor that it waits, which is damage. */
export function hasLostStatus({ registrationStatus }: { registrationStatus?: string }): boolean {
  return registrationStatus !== 'REGISTERED' && registrationStatus !== 'WAITLISTED';
}

/**
 * The status of a registration; of one that has lost it, what the rest of it says. A seat stores when it was taken, a
 * place when it was joined.
 */
export function statusOf(own: Partial<RegistrationItem>): RegistrationStatus {
  if (own.registrationStatus !== undefined && !hasLostStatus(own)) {
    return own.registrationStatus;
  }
  return own.registeredAt === undefined && own.waitlistedAt !== undefined ? 'WAITLISTED' : 'REGISTERED';
}
