/**
 * What subscriptions have said, kept beside a cache for as long as it lives. A cache keeps what was fetched, and reads
 * it together with this: so an answer that is older than a message never undoes it, whichever comes first.
 */
import {
  applyEventChange,
  applyRegistrationChange,
  applyWaitlistChange,
  type EventChange,
  type Place,
  type RegistrationChange,
  type WaitlistChange,
} from './position.ts';
import { DETAIL_FIELDS } from './cacheKeys.ts';

/** A registration as a cache keeps it. */
export interface CachedPlace extends Place {
  userId: string;
}

/** Of an event, what says which of two states is newer. */
export type EventMoment = Pick<EventChange, 'eventId' | 'createdAt' | 'version'>;

type DetailField = (typeof DETAIL_FIELDS)[number];

/** Which state of description and organizer an event was fetched or announced with. */
type DetailMoment = Pick<EventChange, 'createdAt' | 'detailsVersion'>;

/** An event in an answer, with what was selected of it. */
export type AnsweredEvent = Partial<Record<DetailField, unknown>> & Partial<DetailMoment> & Partial<EventMoment>;

/** So many changes of a queue are kept; a place that was fetched before all of them has to be fetched again. */
const MAX_KEPT_CHANGES = 1000;

/** So often an answer is doubted that contradicts what was heard before. */
const MAX_DOUBTS = 3;

/**
 * What was heard of events, queues and registrations. A message that does not say which moment it is about (its
 * document selects less than those of this package) says nothing.
 */
export class Heard {
  readonly #events = new Map<string, EventChange>();
  /** By event: the latest state that messages and answers have told of. */
  readonly #latest = new Map<string, EventMoment>();
  /** By event: the latest details there are, as messages and answers have told. */
  readonly #latestDetails = new Map<string, DetailMoment>();
  /** By field of an event: the details that its value belongs to; null where its answer did not say. */
  readonly #fetchedDetails = new Map<string, (DetailMoment & { isLate: boolean }) | null>();
  /** By event, in order of `waitlistVersion`. */
  readonly #queues = new Map<string, WaitlistChange[]>();
  /** The furthest that each registration has come. */
  readonly #registrations = new Map<string, RegistrationChange>();
  /** By person and event: a registration there is, and the latest state of the event when it was heard of. */
  readonly #made = new Map<string, { registrationId: string; since: EventMoment | undefined; doubts: number }>();
  /** The latest position that was read of each registration. */
  readonly #places = new Map<string, CachedPlace>();

  hearEvent(change: EventChange): void {
    if (!Number.isInteger(change.version) || typeof change.createdAt !== 'string') {
      return;
    }
    this.#hearMoment(change);
    this.#hearDetails(change.eventId, change);
    const known = this.#events.get(change.eventId);
    const latest = known === undefined ? change : applyEventChange(known, change);
    this.#events.set(change.eventId, latest);
    // An event that is made again under the same id begins a new queue.
    if (latest.deleted || (known !== undefined && known.createdAt !== latest.createdAt)) {
      this.#queues.delete(change.eventId);
    }
  }

  /** An event is gone, as the answer to deleting says: that is how it was. */
  hearDeletion(event: Omit<EventChange, 'deleted'>): void {
    this.hearEvent({ ...event, version: event.version + 1, deleted: true });
  }

  /** An answer has an event: it says which description and organizer it has, or that there are newer ones. */
  hearAnswer(event: AnsweredEvent): void {
    const { eventId } = event;
    if (eventId === undefined) {
      return;
    }
    this.#hearMoment(event);
    const moment = detailMoment(event);
    if (moment !== null) {
      this.#hearDetails(eventId, moment);
    }
    const latest = this.#latestDetails.get(eventId);
    const isLate = moment !== null && latest !== undefined && hasNewerDetails(latest, moment);
    for (const field of DETAIL_FIELDS.filter((name) => event[name] !== undefined)) {
      this.#fetchedDetails.set(fieldKey(eventId, field), moment && { ...moment, isLate });
    }
  }

  #hearMoment(event: Partial<EventMoment>): void {
    const moment = eventMoment(event);
    const known = moment && this.#latest.get(moment.eventId);
    if (moment !== null && (!known || isNewer(moment, known))) {
      this.#latest.set(moment.eventId, moment);
    }
  }

  #hearDetails(eventId: string, told: Partial<DetailMoment>): void {
    const moment = detailMoment(told);
    const known = this.#latestDetails.get(eventId);
    if (moment !== null && (known === undefined || hasNewerDetails(moment, known))) {
      this.#latestDetails.set(eventId, moment);
    }
  }

  /**
   * Whether description or organizer have changed since a cache has fetched the one it holds.
   * @param fetched the event as the cache holds it, for a cache that was filled by an earlier page
   */
  isOutdated(fetched: AnsweredEvent & { eventId: string }, field: DetailField): boolean {
    const noted = this.#fetchedDetails.get(fieldKey(fetched.eventId, field));
    const moment = noted === undefined ? detailMoment(fetched) : noted;
    const latest = this.#latestDetails.get(fetched.eventId);
    return moment !== null && latest !== undefined && hasNewerDetails(latest, moment);
  }

  /** Whether the answer that brought a field was older than what had been heard before it came. */
  wasLate(eventId: string, field: DetailField): boolean {
    return this.#fetchedDetails.get(fieldKey(eventId, field))?.isLate === true;
  }

  hearWaitlist(change: WaitlistChange): void {
    if (!Number.isInteger(change.waitlistVersion)) {
      return;
    }
    const others = (this.#queues.get(change.eventId) ?? []).filter(
      ({ waitlistVersion }) => waitlistVersion !== change.waitlistVersion,
    );
    const sorted = [...others, change].sort((one, other) => one.waitlistVersion - other.waitlistVersion);
    this.#queues.set(change.eventId, sorted.slice(-MAX_KEPT_CHANGES));
  }

  /** Answers whether it is news: neither known already nor older than what is known of the same registration. */
  hearRegistration(change: RegistrationChange): boolean {
    const key = keyOf(change);
    const known = this.#registrations.get(key);
    if (!change.registrationId || (known !== undefined && !isNews(known, change))) {
      return false;
    }
    this.#registrations.set(key, known === undefined ? change : keepCancelled(known, change));
    // Where its end came first, it is not known whether it is there again.
    if (change.registrationStatus !== null && known?.registrationStatus !== null) {
      this.hearMade(change);
    } else if (this.#made.get(pairOf(change))?.registrationId === change.registrationId) {
      this.#made.delete(pairOf(change));
    }
    return true;
  }

  /** There is a registration, as a message says, or the answer to registering. */
  hearMade(place: Pick<CachedPlace, 'userId' | 'eventId' | 'registrationId'>): void {
    const known = this.#made.get(pairOf(place));
    if (known?.registrationId !== place.registrationId) {
      const { registrationId, eventId } = place;
      this.#made.set(pairOf(place), { registrationId, since: this.#latest.get(eventId), doubts: 0 });
    }
  }

  /** An answer has none of somebody's registrations. The third one is believed: the end may not have been heard. */
  hearNone(userId: string, event: Partial<EventMoment>): void {
    const pair = pairOf({ userId, eventId: event.eventId ?? '' });
    const made = this.#made.get(pair);
    if (made !== undefined && this.isBeforeMade(userId, event, null) && (made.doubts += 1) === MAX_DOUBTS) {
      this.#made.delete(pair);
    }
  }

  /**
   * Whether an answer that has none of somebody's registrations, or one that has ended, is older than one that was
   * heard of: it came with a state of the event that was known before. Who has left since finds a later one.
   */
  isBeforeMade(userId: string, event: Partial<EventMoment>, ended: string | null): boolean {
    const moment = eventMoment(event);
    const made = moment === null ? undefined : this.#made.get(pairOf({ userId, eventId: moment.eventId }));
    return made?.since !== undefined && made.registrationId !== ended && !isNewer(moment!, made.since);
  }

  /** A registration is over, as the answer to leaving says. */
  hearRemoval(place: Pick<CachedPlace, 'userId' | 'eventId' | 'registrationId' | 'waitlistedAt'>): void {
    const unsaid = { joinedPosition: null, promotedAt: null, cancelledAt: null };
    this.hearRegistration({ ...unsaid, ...place, registrationStatus: null });
  }

  /** What was heard that is newer than an event as it was fetched; null if nothing is. */
  eventSince(fetched: EventMoment): EventChange | null {
    const change = this.#events.get(fetched.eventId);
    return change !== undefined && isNewer(change, fetched) ? change : null;
  }

  /** What was heard of one registration. */
  registration(place: Pick<CachedPlace, 'userId' | 'eventId' | 'registrationId'>): RegistrationChange | null {
    return this.#registrations.get(keyOf(place)) ?? null;
  }

  /**
   * A place as it is now, by all that was heard since it was fetched; `'refetch'` where something was not heard. Where
   * a list could not count, the position that was read before stays, as of its `waitlistVersion`.
   */
  placeNow(fetched: CachedPlace): Place | 'refetch' {
    const known = this.#known(fetched);
    const own = this.registration(known);
    const isOwn = own !== null && !isOther(own.waitlistedAt, known.waitlistedAt);
    let place: Place | 'refetch' = isOwn
      ? applyRegistrationChange(known, { ...own, waitlistedAt: known.waitlistedAt })
      : known;
    for (const change of this.#queues.get(known.eventId) ?? []) {
      if (place !== 'refetch') {
        place = isBefore(change, known) ? place : applyWaitlistChange(place, change);
      }
    }
    // A list would be fetched again and again.
    return place === 'refetch' && fetched.position === null ? known : place;
  }

  #known(fetched: CachedPlace): CachedPlace {
    const key = keyOf(fetched);
    const known = this.#places.get(key);
    if (fetched.position !== null) {
      this.#places.set(key, fetched);
    } else if (fetched.registrationStatus === 'WAITLISTED' && known?.waitlistedAt === fetched.waitlistedAt) {
      return known;
    }
    return fetched;
  }
}

/** Whether one state of an event is newer than another, by the rule of messages. */
function isNewer(one: EventMoment, other: EventMoment): boolean {
  return one.createdAt === other.createdAt ? one.version > other.version : one.createdAt > other.createdAt;
}

function eventMoment({ eventId, createdAt, version }: Partial<EventMoment>): EventMoment | null {
  return typeof eventId === 'string' && typeof createdAt === 'string' && Number.isInteger(version)
    ? { eventId, createdAt, version: version! }
    : null;
}

function detailMoment({ createdAt, detailsVersion }: Partial<DetailMoment>): DetailMoment | null {
  return typeof createdAt === 'string' && Number.isInteger(detailsVersion)
    ? { createdAt, detailsVersion: detailsVersion! }
    : null;
}

function hasNewerDetails(one: DetailMoment, other: DetailMoment): boolean {
  return one.createdAt === other.createdAt
    ? one.detailsVersion > other.detailsVersion
    : one.createdAt > other.createdAt;
}

function fieldKey(eventId: string, field: DetailField): string {
  return JSON.stringify([eventId, field]);
}

function isBefore(change: WaitlistChange, { waitlistVersion }: CachedPlace): boolean {
  return waitlistVersion !== null && change.waitlistVersion <= waitlistVersion;
}

function pairOf({ userId, eventId }: Pick<CachedPlace, 'userId' | 'eventId'>): string {
  return JSON.stringify([userId, eventId]);
}

function keyOf({
  userId,
  eventId,
  registrationId,
}: Pick<CachedPlace, 'userId' | 'eventId' | 'registrationId'>): string {
  return JSON.stringify([userId, eventId, registrationId]);
}

/**
 * Whether a change is newer than what is known under the same registration id, or may be: then it is fetched. A request
 * that is repeated after leaving registers again under its old id.
 */
function isNews(known: RegistrationChange, change: RegistrationChange): boolean {
  if (isOther(known.waitlistedAt, change.waitlistedAt)) {
    return known.waitlistedAt! < change.waitlistedAt!;
  }
  // Only of the same registration: one that is made again under the old id is of an event that is not cancelled.
  const isTold = Boolean(change.cancelledAt) && !known.cancelledAt && progressOf(change) === progressOf(known);
  const isAgain = change.registrationStatus !== null && known.registrationStatus === null;
  const isSamePlace = known.waitlistedAt !== null && known.waitlistedAt === change.waitlistedAt;
  return progressOf(change) > progressOf(known) || isTold || (isAgain && !isSamePlace);
}

/** What is known after a change: a registration whose event was cancelled keeps that. */
function keepCancelled(known: RegistrationChange, change: RegistrationChange): RegistrationChange {
  const isForward = progressOf(change) >= progressOf(known);
  return isForward && !change.cancelledAt ? { ...change, cancelledAt: known.cancelledAt ?? null } : change;
}

/** Whether a change is about a registration as a cache knows it, undefined where it does not. */
export function isAbout(
  change: RegistrationChange,
  { registrationId, waitlistedAt }: { registrationId?: string; waitlistedAt?: string | null },
): boolean {
  return (
    registrationId === change.registrationId && (waitlistedAt === undefined || waitlistedAt === change.waitlistedAt)
  );
}

/** Whether an answer to leaving that comes late is about another registration than the one that is known by now. */
export function isOfAnother(ended: string | null | undefined, known: string | undefined): boolean {
  return typeof ended === 'string' && known !== undefined && ended !== known;
}

/** Whether two moments of joining are certainly of two registrations. */
function isOther(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** One registration only moves forward: WAITLISTED, REGISTERED, removed. */
function progressOf({ registrationStatus }: RegistrationChange): number {
  return registrationStatus === null ? 2 : ['WAITLISTED', 'REGISTERED'].indexOf(registrationStatus);
}
