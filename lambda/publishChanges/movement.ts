import type { Change } from './readChange.ts';

/** What people did, or what was done for them, by the name of its metric. */
export type Movement = 'Registrations' | 'WaitlistJoins' | 'Promotions' | 'Releases' | 'WaitlistLeaves';

/**
 * What a committed change of a registration counts as; null for a change of something else, or one that leaves its
 * status as it was.
 */
export function movementOf(change: Change | null): Movement | null {
  if (change?.kind !== 'registration') {
    return null;
  }
  const [before, after] = [change.before?.registrationStatus, change.after?.registrationStatus];
  if (before === after) {
    return null;
  }
  switch (after) {
    case 'REGISTERED':
      return before === undefined ? 'Registrations' : 'Promotions';
    case 'WAITLISTED':
      return 'WaitlistJoins';
    case undefined:
      return before === 'REGISTERED' ? 'Releases' : 'WaitlistLeaves';
  }
}
