import { manages, sees, type Caller } from '../caller.ts';
import { allOf, is, isAtLeast } from '../condition.ts';
import { eventNotFound, eventNotOpen, notRegistered, unauthorized, validationError, type Failure } from '../error.ts';
import { changeEvent } from '../event/change.ts';
import { ownedBy } from '../event/ownedBy.ts';
import { LIVE } from '../event/status.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { LIMITS } from '../limits.ts';
import { toRegistration, type Registration } from '../registration/registration.ts';
import { statusOf } from '../registration/status.ts';
import type { Action } from '../transaction.ts';
import { joinOf, noteLeavers } from './leavers.ts';
import { promote } from './promotion.ts';

/** Who lets whom in, out of turn, and why. */
export interface AdmissionRequest {
  userId: string;
  eventId: string;
  reason: string;
  caller: Caller;
}

/** A place in the queue as read: the event, the registration, its entry, and what goes with them. */
export interface AdmittedPlace {
  event: EventItem;
  own: RegistrationItem;
  entry: WaitlistEntryItem;
  /** How many entries of the queue have been seen (`handOver`). */
  seen: number;
  /** Whether the leaving can be noted on its page: not where the page is damaged. */
  mayNote: boolean;
}

/**
 * Gives one more seat, and that to one person of the queue: free seats are as many as before, and nobody who waits is
 * passed over for a seat that was theirs. Whoever is let in leaves the queue out of turn, so that is noted for those
 * who wait before.
 * Reasons come in the order: entry, registration, event, page.
 */
export function admit(request: AdmissionRequest, place: AdmittedPlace, now: string): Action[] {
  const { eventId, caller } = request;
  const { event, own, entry, seen, mayNote } = place;
  const join = mayNote ? joinOf(own) : null;
  const condition = allOf<EventItem>([
    LIVE,
    is('capacity', event.capacity),
    isAtLeast('waitlistCount', seen),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  return [
    ...promote(entry, now, admissionOf(request)),
    changeEvent(
      eventId,
      {
        increments: { currentRegistrations: 1, waitlistCount: -1 },
        values: { capacity: event.capacity + 1 },
        // A form that was filled before it has the capacity of before.
        stamped: ['editedVersion'],
        waitlist: { kind: 'ADMITTED', waitlistedAt: entry.waitlistedAt, count: 1 },
        unnoted: join === null ? 1 : 0,
        read: event,
      },
      condition,
      now,
    ),
    ...(join === null ? [] : noteLeavers(eventId, [join])),
  ];
}

/** What admit has made, without reading it back. */
export function admitted(request: AdmissionRequest, own: RegistrationItem, now: string): Registration {
  const { userId, eventId } = request;
  const registrationStatus = 'REGISTERED';
  const seat = { userId, eventId, registrationStatus, registeredAt: now, promotedAt: now } as const;
  return toRegistration({ ...own, ...seat, ...admissionOf(request) });
}

/** What the registration stores of it; a backend has no name. */
function admissionOf({ caller, reason }: AdmissionRequest): Pick<RegistrationItem, 'admittedBy' | 'admissionReason'> {
  return { ...(caller.username === null ? {} : { admittedBy: caller.username }), admissionReason: reason };
}

/** Why an event as stored (null: none) is none that this caller lets people in to; null if it is. */
export function refuseAdmission({ caller, eventId }: AdmissionRequest, stored: EventItem | null): Failure | null {
  if (stored === null || !sees(caller, stored)) {
    return eventNotFound(eventId);
  }
  return manages(caller, stored) ? null : unauthorized('admitFromWaitlist', 'Mutation');
}

/** `done`: there is a seat already. `waiting`: let them in. */
export type AdmissionDecision =
  { kind: 'failed'; failure: Failure } | { kind: 'done'; registration: Registration } | { kind: 'waiting' };

/**
 * What becomes of a registration (null: none) that was read after its event, which may be managed: who has a seat keeps
 * it. A cancelled event stays so; one that is not open yet has nobody who waits.
 */
export function explainAdmission(
  { eventId }: AdmissionRequest,
  event: EventItem,
  own: RegistrationItem | null,
  now: string,
): AdmissionDecision {
  if (own === null) {
    return { kind: 'failed', failure: notRegistered(eventId) };
  }
  if (statusOf(own) === 'REGISTERED') {
    return { kind: 'done', registration: toRegistration(own) };
  }
  if (event.status === 'CANCELLED') {
    return { kind: 'failed', failure: eventNotOpen(event, now) };
  }
  if (event.capacity >= LIMITS.capacityMax) {
    const failure = validationError('capacity', 'cannot grow', { max: LIMITS.capacityMax });
    return { kind: 'failed', failure };
  }
  return { kind: 'waiting' };
}
