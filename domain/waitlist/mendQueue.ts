import { recountEvent } from '../event/recountEvent.ts';
import { hasLostStatus, statusOf } from '../registration/status.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../item.ts';
import { isSameKey, keyOf, placeOfKey, registrationKey, waitlistEntryKey, type Key } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';
import { departuresOf, notedOf } from './departures.ts';
import { entryAttributes } from './joinWaitlist.ts';
import { deleteEntry, isWaitingSince } from './promotion.ts';

/**
 * What puts an entry of the queue and its registration in agreement. drop: nobody waits by this entry. restamp: it is
 * the only one of somebody who waits, whose registration has another moment, or none. place: somebody waits without an
 * entry, or (`isThere`) with one whose attributes are another's. status: a
 * registration has lost its status.
 */
export type Mend =
  | { kind: 'drop'; entry: Key }
  | { kind: 'restamp'; waitlistedAt: string; own: RegistrationItem }
  | { kind: 'place'; isThere: boolean; own: RegistrationItem }
  | { kind: 'status'; own: RegistrationItem };

/** An entry as its key has it, by which it is found and taken out, whatever its attributes say. */
export function asKeyed(entry: WaitlistEntryItem): WaitlistEntryItem {
  return { ...entry, ...placeOfKey(entry) };
}

/** The moment of somebody's place in the queue; a registration that has lost it was made about then. */
export function placeMoment({ waitlistedAt, createdAt }: RegistrationItem): string {
  return waitlistedAt ?? createdAt;
}

/** Whether the attributes of an entry name another place than its key. */
export function isMisplaced(entry: WaitlistEntryItem): boolean {
  return !isSameKey(waitlistEntryKey(entry.eventId, entry.waitlistedAt, entry.userId), entry);
}

/**
 * What is to be mended about an entry; empty if it is somebody's who waits since then.
 * @param entry as stored
 * @param registrationOf what is stored of a person
 * @param hasEntry whether an entry is stored under the key that this registration makes
 */
export function judgePlace(
  entry: WaitlistEntryItem,
  registrationOf: (userId: string) => RegistrationItem | null,
  hasEntry: (own: RegistrationItem) => boolean,
): Mend[] {
  const { waitlistedAt, userId } = placeOfKey(entry);
  const owner = registrationOf(userId);
  if (owner !== null && hasLostStatus(owner)) {
    return [{ kind: 'status', own: owner }];
  }
  const isWaiting = owner !== null && owner.registrationStatus === 'WAITLISTED';
  if (isWaiting && owner.waitlistedAt === waitlistedAt) {
    return isMisplaced(entry) ? [{ kind: 'place', isThere: true, own: owner }] : [];
  }
  const isOnlyOne = isWaiting && !hasEntry(owner) && entry.waitlistedAt !== owner.waitlistedAt;
  if (isOnlyOne || (isWaiting && placeMoment(owner) === waitlistedAt)) {
    return [{ kind: 'restamp', waitlistedAt, own: owner }];
  }
  const named = registrationOf(entry.userId);
  return [{ kind: 'drop', entry: keyOf(entry) }, ...(named !== null ? judgeWaiting(named, hasEntry) : [])];
}

/** What is to be mended about somebody's registration: its status; if it waits, a missing entry or moment. */
export function judgeWaiting(own: RegistrationItem, hasEntry: (own: RegistrationItem) => boolean): Mend[] {
  if (hasLostStatus(own)) {
    return [{ kind: 'status', own }];
  }
  if (own.registrationStatus !== 'WAITLISTED') {
    return [];
  }
  if (!hasEntry(own)) {
    return [{ kind: 'place', isThere: false, own }];
  }
  return own.waitlistedAt === undefined ? [{ kind: 'restamp', waitlistedAt: placeMoment(own), own }] : [];
}

/** How many actions mend this. */
export function actionsOf(mend: Mend): number {
  return mend.kind === 'place' && mend.own.waitlistedAt === undefined ? 2 : 1;
}

/** How many entries more there are once this is mended. */
export function entriesAdded(mends: Mend[]): number {
  const placed = mends.filter((mend) => mend.kind === 'place' && !mend.isThere).length;
  return placed - mends.filter(({ kind }) => kind === 'drop').length;
}

/**
 * Damage only: mends a queue, and sets the event's count of it and its tail to what has been found, if the event has
 * not changed since it was read, which was before anything else was. Whoever comes into a queue or leaves it changes
 * the event. The event's reason comes first.
 * @param found the entries that there are then, and the newest that has joined
 */
export function mendQueue(
  read: EventItem,
  mends: Mend[],
  found: Pick<EventItem, 'waitlistCount' | 'waitlistTail'>,
  now: string,
): Action[] {
  const { waitlistCount, waitlistTail } = found;
  const { currentRegistrations } = read;
  // A count that was too high has hidden departures that places know of, one that was too low has told of others.
  const departures = Math.max(notedOf(read), departuresOf(read), departuresOf({ ...read, waitlistCount })) + 1;
  return [
    recountEvent(read, { currentRegistrations, waitlistCount, waitlistTail, departures }, now),
    ...mends.flatMap((mend) => mendingActions(read.eventId, mend, now)),
  ];
}

function mendingActions(eventId: string, mend: Mend, now: string): Action[] {
  if (mend.kind === 'drop') {
    return [deleteEntry(mend.entry)];
  }
  const { own } = mend;
  if (mend.kind === 'status') {
    const update = changing({}, { registrationStatus: statusOf(own), updatedAt: now }, []);
    return [{ operation: 'UpdateItem', key: registrationKey(own.userId, eventId), update }];
  }
  const { userId, joinedPosition = 1, joinedDepartures } = own;
  if (mend.kind === 'restamp') {
    return [stamp(eventId, own, mend.waitlistedAt, now)];
  }
  const waitlistedAt = placeMoment(own);
  const place = { waitlistedAt, joinedPosition };
  const attributes = entryAttributes({ userId, eventId }, place, { joinedDepartures }, now);
  return [
    { operation: 'PutItem', key: waitlistEntryKey(eventId, waitlistedAt, userId), attributes },
    ...(own.waitlistedAt === undefined ? [stamp(eventId, own, waitlistedAt, now)] : []),
  ];
}

/** Gives a waiting registration, as read, the moment of its place. */
function stamp(eventId: string, own: RegistrationItem, waitlistedAt: string, now: string): Action {
  return {
    operation: 'UpdateItem',
    key: registrationKey(own.userId, eventId),
    update: changing({}, { waitlistedAt, updatedAt: now }, []),
    condition: isWaitingSince(own.waitlistedAt),
  };
}
