/**
 * How a client applies the API's messages to what it has fetched. The rule: subscribe first, then fetch, keep the
 * messages that arrive meanwhile, then apply every message with these functions. Messages may come late, twice or out
 * of order; one that is not newer changes nothing. The answer `'refetch'` means that a message was missed: fetch, and
 * start from what was fetched. After a lost connection, subscribe and fetch again.
 */
import type {
  OnEventChangedSubscription,
  OnRegistrationChangedSubscription,
  OnWaitlistChangedSubscription,
  RegistrationStatus,
} from './operations.generated.ts';

export type EventChange = NonNullable<OnEventChangedSubscription['onEventChanged']>;
export type WaitlistChange = NonNullable<OnWaitlistChangedSubscription['onWaitlistChanged']>;
export type RegistrationChange = NonNullable<OnRegistrationChangedSubscription['onRegistrationChanged']>;

/**
 * A person's own registration with its place in the queue, as `getRegistration` and `registerForEvent` answer it: each
 * `Registration` of the API is one.
 */
export interface Place {
  eventId: string;
  registrationId: string;
  /** Null: the registration is removed. */
  registrationStatus: RegistrationStatus | null;
  waitlistedAt: string | null;
  /** The last three are null unless WAITLISTED, and then belong to one instant. */
  position: number | null;
  waitlistCount: number | null;
  waitlistVersion: number | null;
}

/** An event as fetched, and whether it has been deleted since. */
export type EventState = Omit<EventChange, 'deleted'> & { deleted?: boolean };

/** The place after a change of the event's waitlist; the same object if the change does not concern it. */
export function applyWaitlistChange(place: Place, change: WaitlistChange): Place | 'refetch' {
  if (change.eventId !== place.eventId || place.registrationStatus !== 'WAITLISTED') {
    return place;
  }
  const { position, waitlistedAt, waitlistVersion } = place;
  if (
    position === null ||
    waitlistedAt === null ||
    waitlistVersion === null ||
    change.waitlistVersion > waitlistVersion + 1
  ) {
    return 'refetch';
  }
  if (change.waitlistVersion <= waitlistVersion) {
    return place;
  }
  const after = { ...place, waitlistCount: change.waitlistCount, waitlistVersion: change.waitlistVersion };
  switch (change.kind) {
    case 'JOINED':
      return after;
    case 'ADMITTED':
      // Somebody got a seat out of turn: nobody before them moves.
      return change.waitlistedAt === waitlistedAt
        ? leaveQueue(place, 'REGISTERED')
        : moveUp(after, position, waitlistedAt, change);
    case 'LEFT':
      return change.waitlistedAt === waitlistedAt
        ? leaveQueue(place, null)
        : moveUp(after, position, waitlistedAt, change);
    case 'PROMOTED':
      // Seats go to the head of the queue: everybody up to the last one promoted is promoted.
      return change.waitlistedAt >= waitlistedAt
        ? leaveQueue(place, 'REGISTERED')
        : moveUp(after, position, waitlistedAt, change);
    default:
      // A kind that was added since this package was made.
      return 'refetch';
  }
}

/**
 * The place after a change of the person's own registrations; the same object if the change is about another event, or
 * not newer. A request that is repeated after leaving registers again under its old `registrationId`: `'refetch'` where
 * the change may be about such a registration.
 */
export function applyRegistrationChange(place: Place, change: RegistrationChange): Place | 'refetch' {
  if (change.eventId !== place.eventId) {
    return place;
  }
  if (change.registrationId !== place.registrationId) {
    return 'refetch';
  }
  const { registrationStatus, waitlistedAt } = change;
  if (waitlistedAt !== place.waitlistedAt) {
    // Who joins again joins later, so an earlier moment is old news.
    const isLate = waitlistedAt !== null && place.waitlistedAt !== null && waitlistedAt < place.waitlistedAt;
    return isLate ? place : 'refetch';
  }
  // No two places have one moment of joining; of two seats taken without waiting only the status can tell.
  if (waitlistedAt === null && place.registrationStatus === null && registrationStatus !== null) {
    return 'refetch';
  }
  return progressOf(registrationStatus) > progressOf(place.registrationStatus)
    ? leaveQueue(place, registrationStatus)
    : place;
}

/**
 * The event after a change; the same object if the change is not newer. A change of an event that was created later
 * under the same id is newer, whatever its version.
 */
export function applyEventChange<E extends EventState>(event: E, change: EventChange): E {
  const isNewer =
    change.createdAt === event.createdAt ? change.version > event.version : change.createdAt > event.createdAt;
  return change.eventId === event.eventId && isNewer ? { ...event, ...change } : event;
}

function moveUp(after: Place, position: number, waitlistedAt: string, change: WaitlistChange): Place {
  return change.waitlistedAt < waitlistedAt ? { ...after, position: position - change.count } : after;
}

function leaveQueue(place: Place, registrationStatus: RegistrationStatus | null): Place {
  return { ...place, registrationStatus, position: null, waitlistCount: null, waitlistVersion: null };
}

/** One registration only moves forward: WAITLISTED, REGISTERED, removed. */
function progressOf(status: RegistrationStatus | null): number {
  return status === null ? 2 : ['WAITLISTED', 'REGISTERED'].indexOf(status);
}
