import type { Event } from '../event/event.ts';
import type { RegistrationItem } from '../item.ts';
import { statusOf } from './status.ts';

/** What a person may do about an event, as `ViewerStanding` of the schema has it; SIGN_IN: the caller is no person. */
export type Standing =
  | 'SIGN_IN'
  | 'NO_PROFILE'
  | 'REGISTERED'
  | 'WAITLISTED'
  | 'CAN_REGISTER'
  | 'CAN_JOIN_WAITLIST'
  | 'FULL'
  | 'NOT_YET_OPEN'
  | 'CLOSED'
  | 'CANCELLED';

/** What of an event decides whether it takes registrations. */
type Offer = Pick<
  Event,
  | 'status'
  | 'registrationOpensAt'
  | 'registrationClosesAt'
  | 'capacity'
  | 'currentRegistrations'
  | 'waitlistCount'
  | 'waitlistEnabled'
>;

/**
 * A person's standing at an event, in the order in which `explainRegister` refuses: own registration, profile, event.
 * @param own the person's registration for it, null if there is none
 */
export function standingOf(
  event: Offer,
  own: Partial<RegistrationItem> | null,
  hasProfile: boolean,
  now: string,
): Standing {
  if (own !== null) {
    return statusOf(own);
  }
  return hasProfile ? offerOf(event, now) : 'NO_PROFILE';
}

/** What an event offers a person who has a profile and no registration. */
function offerOf(event: Offer, now: string): Standing {
  if (event.status !== 'OPEN') {
    return event.status === 'CANCELLED' ? 'CANCELLED' : 'CLOSED';
  }
  if (event.registrationOpensAt !== null && event.registrationOpensAt > now) {
    return 'NOT_YET_OPEN';
  }
  if (event.registrationClosesAt !== null && event.registrationClosesAt <= now) {
    return 'CLOSED';
  }
  // Fewer than nobody waiting is damage, which joining mends.
  if (event.currentRegistrations < event.capacity && event.waitlistCount <= 0) {
    return 'CAN_REGISTER';
  }
  return event.waitlistEnabled ? 'CAN_JOIN_WAITLIST' : 'FULL';
}
