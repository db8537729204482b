import type { EventItem, RegistrationItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';

/** What somebody waiting, seated or neither should see. */
export interface Shown {
  registrationStatus: string | null;
  position: number | null;
  waitlistCount: number | null;
  waitlistVersion: number | null;
}

export const NOTHING: Shown = { registrationStatus: null, position: null, waitlistCount: null, waitlistVersion: null };

/** The place of a user as the stored items say, counted anew. */
export function truthOf(items: StoredItem[], userId: string, eventId: string): Shown {
  const ofEvent = items.filter((item) => item.eventId === eventId);
  const stored = <Item>(entityType: string) =>
    ofEvent.filter((item) => item.entityType === entityType) as unknown as Item[];
  const own = stored<RegistrationItem>(ENTITY_TYPES.registration).find(
    (registration) => registration.userId === userId,
  );
  const [event] = stored<EventItem>(ENTITY_TYPES.event);
  const { waitlistedAt = '', registrationStatus = null } = own ?? {};
  if (registrationStatus !== 'WAITLISTED' || event === undefined) {
    return { ...NOTHING, registrationStatus };
  }
  const queue = stored<{ waitlistedAt: string }>(ENTITY_TYPES.waitlistEntry);
  const position = queue.filter((entry) => entry.waitlistedAt <= waitlistedAt).length;
  return { registrationStatus, position, waitlistCount: queue.length, waitlistVersion: event.waitlistVersion };
}
