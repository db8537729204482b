import type { RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import type { StoredItem } from '../support/api.ts';
import type { Ids } from './stage/perform.ts';
import type { Stage } from './stage/startStage.ts';

const LISTS = `query ($eventId: ID!, $limit: Int) {
  waitlist: listWaitlist(eventId: $eventId, limit: $limit) { items { userId waitlistedAt joinedPosition } nextToken }
  registrations: listEventRegistrations(eventId: $eventId, limit: $limit) { items { userId registrationStatus } nextToken }
}`;

/** Where the lists of an event differ from what is stored; asked at a quiet point, for events of at most 100 registrations. */
export async function listsAtRest({ running }: Stage, { eventId }: Ids, items: readonly StoredItem[]): Promise<string[]> {
  if (!items.some(({ entityType }) => entityType === 'Event')) {
    return [];
  }
  const as = { username: 'admin', groups: ['admins'] };
  const { body } = await running.execute({ as, query: LISTS, variables: { eventId, limit: 100 } });
  const entries = items.filter(({ entityType }) => entityType === 'WaitlistEntry') as unknown as WaitlistEntryItem[];
  const registrations = items.filter(({ entityType }) => entityType === 'Registration') as unknown as RegistrationItem[];
  const expected = {
    waitlist: {
      items: entries.map(({ userId, waitlistedAt, joinedPosition }) => ({ userId, waitlistedAt, joinedPosition })),
      nextToken: null,
    },
    registrations: {
      items: registrations
        .map(({ userId, registrationStatus }) => ({ userId, registrationStatus }))
        .sort((a, b) => (a.userId < b.userId ? -1 : 1)),
      nextToken: null,
    },
  };
  const isRight = JSON.stringify(body.data) === JSON.stringify(expected);
  return isRight ? [] : [`lists at rest are ${JSON.stringify(body)}, stored is ${JSON.stringify(expected)}`];
}
