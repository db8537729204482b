import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import type { Ids } from './stage/perform.ts';
import type { Stage } from './stage/startStage.ts';

const LISTS = `waitlist: listWaitlist(eventId: $eventId, limit: $limit) { items { userId waitlistedAt joinedPosition } nextToken }
  registrations: listEventRegistrations(eventId: $eventId, limit: $limit) {
    items { userId registrationStatus } nextToken
  }`;

const NO_PLACE = { position: null, waitlistCount: null, waitlistVersion: null };
const PLACES =
  '{ items { eventId registrationStatus joinedPosition position waitlistCount waitlistVersion } nextToken }';

/**
 * Where an event's lists, and the lists of its users' events and places, differ from what is stored; asked at a quiet
 * point, for events of at most 100 registrations whose users have no others.
 */
export async function listsAtRest(
  { running }: Stage,
  { eventId }: Ids,
  items: readonly StoredItem[],
): Promise<string[]> {
  const ofType = <T>(entityType: string) => items.filter((item) => item.entityType === entityType) as unknown as T[];
  const [event] = ofType<EventItem>('Event');
  if (event === undefined) {
    return [];
  }
  const entries = ofType<WaitlistEntryItem>('WaitlistEntry');
  const registrations = ofType<RegistrationItem>('Registration');
  const users = ofType<{ userId: string }>('User').map(({ userId }) => userId);
  const lists = users.map((userId, n) => {
    const args = `(userId: ${JSON.stringify(userId)})`;
    const events = `of${n}: getUserEvents${args} { items { eventId } nextToken }`;
    return `${events} placesOf${n}: listUserRegistrations${args} ${PLACES}`;
  });
  const query = `query ($eventId: ID!, $limit: Int) { ${[LISTS, ...lists].join('\n')} }`;
  const as = { username: 'admin', groups: ['admins'] };
  const { body } = await running.execute({ as, query, variables: { eventId, limit: 100 } });
  const hasSeat = (userId: string) =>
    registrations.some((one) => one.userId === userId && one.registrationStatus === 'REGISTERED');
  const placesOf = (wanted: string) =>
    registrations
      .filter(({ userId }) => userId === wanted)
      .map(({ registrationStatus, joinedPosition = null }) => {
        const isWaiting = registrationStatus === 'WAITLISTED';
        const place = {
          position: entries.findIndex(({ userId }) => userId === wanted) + 1,
          waitlistCount: event.waitlistCount,
          waitlistVersion: event.waitlistVersion,
        };
        return { eventId, registrationStatus, joinedPosition, ...(isWaiting ? place : NO_PLACE) };
      });
  const expected = {
    waitlist: page(
      entries.map(({ userId, waitlistedAt, joinedPosition }) => ({ userId, waitlistedAt, joinedPosition })),
    ),
    registrations: page(
      registrations
        .map(({ userId, registrationStatus }) => ({ userId, registrationStatus }))
        .sort((a, b) => (a.userId < b.userId ? -1 : 1)),
    ),
    ...Object.fromEntries(
      users.flatMap((userId, n) => [
        [`of${n}`, page(hasSeat(userId) ? [{ eventId }] : [])],
        [`placesOf${n}`, page(placesOf(userId))],
      ]),
    ),
  };
  const isRight = JSON.stringify(body.data) === JSON.stringify(expected);
  return isRight ? [] : [`lists at rest are ${JSON.stringify(body)}, stored is ${JSON.stringify(expected)}`];
}

function page<T>(items: T[]): { items: T[]; nextToken: null } {
  return { items, nextToken: null };
}
