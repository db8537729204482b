import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { detailsKey, ENTITY_TYPES, eventKey, registrationKey, userKey, waitlistEntryKey, type Key } from '../../domain/keys.ts';
import type { StoredItem } from './api.ts';

/**
 * Every promise of the system that stored items alone can break, checked over a whole table at rest: the broken ones, in words;
 * none is what a test expects.
 */
export function sweep(items: StoredItem[]): string[] {
  const byKey = new Map(items.map((item) => [textOf(item), item]));
  const ofType = <T>(entityType: string) => items.filter((item) => item.entityType === entityType) as unknown as T[];
  const registrations = ofType<RegistrationItem>(ENTITY_TYPES.registration);
  const entries = ofType<WaitlistEntryItem>(ENTITY_TYPES.waitlistEntry);
  return [
    ...ofType<EventItem>(ENTITY_TYPES.event).flatMap((event) => sweepEvent(event, registrations, entries)),
    ...registrations.flatMap((registration) => sweepRegistration(registration, byKey)),
    ...entries.flatMap((entry) => sweepEntry(entry, byKey)),
    ...ofType<{ eventId: string }>(ENTITY_TYPES.details)
      .filter(({ eventId }) => !byKey.has(textOf(eventKey(eventId))))
      .map(({ eventId }) => `details of a missing event: ${textOf(detailsKey(eventId))}`),
    ...items.filter((item) => !Object.values(ENTITY_TYPES).includes(item.entityType)).map((item) => `unknown item: ${textOf(item)}`),
  ];
}

function sweepEvent(event: EventItem, allRegistrations: RegistrationItem[], allEntries: WaitlistEntryItem[]): string[] {
  const registrations = allRegistrations.filter(({ eventId }) => eventId === event.eventId);
  const entries = allEntries.filter(({ eventId }) => eventId === event.eventId);
  const registered = registrations.filter(({ registrationStatus }) => registrationStatus === 'REGISTERED');
  const promotedLater = registered.some(({ promotedAt, waitlistedAt = '' }) => promotedAt && entries.some((entry) => entry.waitlistedAt < waitlistedAt));
  const isLive = event.status === 'OPEN' || event.status === 'CLOSED';
  const broken: [boolean, string][] = [
    [event.currentRegistrations > event.capacity, 'more registered than capacity'],
    [event.currentRegistrations !== registered.length, `currentRegistrations ${event.currentRegistrations}, registrations ${registered.length}`],
    [event.waitlistCount !== entries.length, `waitlistCount ${event.waitlistCount}, entries ${entries.length}`],
    [isLive && event.currentRegistrations < event.capacity && event.waitlistCount > 0, 'a free seat beside a waiting person'],
    [promotedLater, 'somebody was promoted before somebody who joined earlier'],
    [entries.some(({ waitlistedAt }) => waitlistedAt > event.waitlistTail), 'an entry newer than waitlistTail'],
    [new Set(entries.map(({ waitlistedAt }) => waitlistedAt)).size !== entries.length, 'two entries with one timestamp'],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, what]) => `event ${event.eventId}: ${what}`);
}

function sweepRegistration(registration: RegistrationItem, byKey: Map<string, StoredItem>): string[] {
  const { userId, eventId, registrationStatus, waitlistedAt = '' } = registration;
  const entry = byKey.get(textOf(waitlistEntryKey(eventId, waitlistedAt, userId)));
  const broken: [boolean, string][] = [
    [!byKey.has(textOf(userKey(userId))), 'no such user'],
    [!byKey.has(textOf(eventKey(eventId))), 'no such event'],
    [(registrationStatus === 'WAITLISTED') !== (entry !== undefined), `${registrationStatus}, but entry ${entry ? 'there' : 'missing'}`],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, what]) => `registration of ${userId} for ${eventId}: ${what}`);
}

function sweepEntry({ eventId, userId, waitlistedAt }: WaitlistEntryItem, byKey: Map<string, StoredItem>): string[] {
  const registration = byKey.get(textOf(registrationKey(userId, eventId))) as RegistrationItem | undefined;
  const isItsOwn = registration?.registrationStatus === 'WAITLISTED' && registration.waitlistedAt === waitlistedAt;
  return isItsOwn ? [] : [`waitlist entry of ${userId} for ${eventId}: no registration that waits with its timestamp`];
}

function textOf({ PK, SK }: Key): string {
  return `${PK} ${SK}`;
}
