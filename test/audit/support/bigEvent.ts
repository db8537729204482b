import { createEvent } from '../../../domain/event/createEvent.ts';
import { ENTITY_TYPES, registrationKey, userKey, waitlistEntryKey } from '../../../domain/keys.ts';
import { fresh, NOW } from '../../lambda/support/world.ts';

const TIMES = { createdAt: NOW, updatedAt: NOW };

/**
 * All items of an event with so many people, as the API would have stored them; its entries are so large that they fill
 * several pages.
 */
export function bigEvent(seats: number, waiting: number): { eventId: string; items: object[]; oneWaiting: string } {
  const eventId = fresh('big');
  const event = {
    eventId,
    title: 'T',
    description: null,
    date: NOW,
    location: null,
    capacity: seats,
    organizer: null,
    status: 'OPEN' as const,
    waitlistEnabled: true,
  };
  const [created] = createEvent(event, NOW);
  const momentOf = (place: number) => new Date(Date.parse(NOW) + place).toISOString();
  const counted = {
    currentRegistrations: seats,
    waitlistCount: waiting,
    waitlistTail: momentOf(waiting),
    version: seats + waiting + 1,
    waitlistVersion: waiting + 1,
  };
  let oneWaiting = '';
  const items: object[] = [{ ...created?.key, ...created?.attributes, ...counted }];
  for (let n = 1; n <= seats + waiting; n += 1) {
    const userId = fresh('guest');
    const [place, ids] = [n - seats, { userId, eventId }];
    const status =
      place > 0
        ? { registrationStatus: 'WAITLISTED', waitlistedAt: momentOf(place), joinedPosition: place }
        : { registrationStatus: 'REGISTERED', registeredAt: NOW };
    items.push({ ...userKey(userId), ...TIMES, entityType: ENTITY_TYPES.user, userId, name: 'N' });
    items.push({
      ...registrationKey(userId, eventId),
      ...TIMES,
      ...ids,
      ...status,
      entityType: ENTITY_TYPES.registration,
      requestId: `r${n}`,
    });
    if (place > 0) {
      oneWaiting = userId;
      const entry = {
        ...waitlistEntryKey(eventId, momentOf(place), userId),
        ...TIMES,
        ...ids,
        waitlistedAt: momentOf(place),
        joinedPosition: place,
      };
      items.push({ ...entry, entityType: ENTITY_TYPES.waitlistEntry, filling: 'x'.repeat(2000) });
    }
  }
  return { eventId, items, oneWaiting };
}
