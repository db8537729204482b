/**
 * How a client keeps what it shows equal to the truth. The rule: subscribe first, then fetch, keep what arrives
 * meanwhile, then apply every message with these functions. `'refetch'` means: a message was missed, so fetch and start
 * from the answer; after a lost connection, subscribe and fetch again. Messages may come late, twice or out of order;
 * what is not newer changes nothing.
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
 * One's own registration and place, as fetched (`getRegistration`, `registerForEvent`): a `Registration` is one as it
 * is.
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

/** An event as fetched, and whether it is gone. */
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
    case 'LEFT':
      return change.waitlistedAt === waitlistedAt
        ? leaveQueue(place, null)
        : moveUp(after, position, waitlistedAt, change);
    case 'PROMOTED':
      // Promotion takes the queue from its head: who is not behind the last one promoted is promoted too.
      return change.waitlistedAt >= waitlistedAt
        ? leaveQueue(place, 'REGISTERED')
        : moveUp(after, position, waitlistedAt, change);
  }
}

/** The place after a change of one's own registrations; the same object if it is about another event, or late. */
export function applyRegistrationChange(place: Place, change: RegistrationChange): Place | 'refetch' {
  if (change.eventId !== place.eventId) {
    return place;
  }
  if (change.registrationId !== place.registrationId) {
    return 'refetch';
  }
  const { registrationStatus } = change;
  return progressOf(registrationStatus) > progressOf(place.registrationStatus)
    ? leaveQueue(place, registrationStatus)
    : place;
}

/**
 * The event after a change; the same object if the change is not newer. An event created again under its id is a new
 * beginning.
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
