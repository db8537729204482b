import { createEvent } from '../../../../domain/event/createEvent.ts';
import type { EventItem } from '../../../../domain/item.ts';
import { ENTITY_TYPES, eventKey, registrationKey, waitlistEntryKey } from '../../../../domain/keys.ts';
import type { Action } from '../../../../domain/transaction.ts';
import { createUser } from '../../../../domain/user/user.ts';
import { pageOf, pagesOf, rewriteLeavers } from '../../../../domain/waitlist/leavers.ts';

/** When everything seeded was made: before any request. */
export const SEEDED_AT = '2025-01-01T00:00:00.000Z';

const put = (key: Action['key'], attributes: Record<string, unknown>): Action => ({
  operation: 'PutItem',
  key,
  attributes: { ...attributes, createdAt: SEEDED_AT, updatedAt: SEEDED_AT },
});

/** Ids `prefix-0`, `prefix-1`, … */
export function ids(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
}

export function user(userId: string): Action {
  return createUser({ userId, name: 'Ada Lovelace' }, SEEDED_AT)[0]!;
}

/** An OPEN event with a waitlist; what differs from an empty one is given. */
export function event(eventId: string, changed: Partial<EventItem> = {}): Action {
  const { date = SEEDED_AT, capacity = 1_000_000 } = changed;
  const [made] = createEvent(
    {
      eventId,
      title: 'An evening of music',
      description: null,
      date,
      location: 'Town hall',
      capacity,
      organizer: 'olga',
      status: 'OPEN',
      waitlistEnabled: true,
    },
    SEEDED_AT,
  );
  return { ...made!, key: eventKey(eventId), attributes: { ...made!.attributes, ...changed } };
}

export function seat(userId: string, eventId: string): Action {
  return put(registrationKey(userId, eventId), {
    entityType: ENTITY_TYPES.registration,
    userId,
    eventId,
    registrationStatus: 'REGISTERED',
    requestId: `seeded-${userId}`,
    registeredAt: SEEDED_AT,
  });
}

/** The nth in a queue, counted from 0, behind each of whom somebody has left: registration and entry. */
export function place(userId: string, eventId: string, nth: number): Action[] {
  const waitlistedAt = waitlistedAtOf(nth);
  const common = { userId, eventId, waitlistedAt, joinedPosition: nth + 1, joinedDepartures: nth };
  return [
    put(registrationKey(userId, eventId), {
      ...common,
      entityType: ENTITY_TYPES.registration,
      registrationStatus: 'WAITLISTED',
      requestId: `seeded-${userId}`,
      joinedEvent: SEEDED_AT,
    }),
    put(waitlistEntryKey(eventId, waitlistedAt, userId), { ...common, entityType: ENTITY_TYPES.waitlistEntry }),
  ];
}

/** What an event stores of a queue of so many, behind each of whom somebody has left. */
export function queueOf(length: number) {
  return {
    waitlistCount: length,
    waitlistTail: waitlistedAtOf(length),
    updatedAt: waitlistedAtOf(length),
    waitlistVersion: 3 * length + 1,
    waitlistJoins: 2 * length,
    waitlistNoted: length,
  } satisfies Partial<EventItem>;
}

/** The pages of those who have left that queue. */
export function leaversOf(eventId: string, length: number): Action[] {
  const joins = Array.from({ length }, (_, nth) => ({ event: SEEDED_AT, number: 2 * nth + 2 }));
  const numbers = Array.from({ length: pageOf(2 * length) + 1 }, (_, page) => page);
  return numbers.flatMap((page) => {
    const own = joins.filter(({ number }) => pageOf(number) === page);
    return rewriteLeavers(eventId, pagesOf(own), own);
  });
}

/** When the nth in a queue has joined. */
function waitlistedAtOf(nth: number): string {
  return new Date(Date.parse(SEEDED_AT) + nth).toISOString();
}
