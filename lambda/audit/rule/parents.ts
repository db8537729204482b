import { ENTITY_TYPES, eventKey, placeOfKey, userKey, type Key } from '../../../domain/keys.ts';
import type { RuleName } from './rules.ts';
import type { AnyItem } from './finding.ts';

/** Something that must be there as long as an item is, and the rule that is broken if it is not. */
export interface Parent {
  rule: RuleName;
  key: Key;
  /** What is to be said if it is not there. */
  found: string;
}

/** What must be there for a well-formed item to be no orphan. */
export function parentsOf(item: AnyItem): Parent[] {
  const { entityType, userId } = item;
  const { eventId } = entityType === ENTITY_TYPES.waitlistEntry ? placeOfKey(item) : item;
  const event = (rule: RuleName): Parent => ({ rule, key: eventKey(String(eventId)), found: 'no such event' });
  switch (entityType) {
    case ENTITY_TYPES.registration:
      return [
        event('registration.withoutEvent'),
        { rule: 'registration.withoutUser', key: userKey(String(userId)), found: 'no such user' },
      ];
    case ENTITY_TYPES.waitlistEntry:
      return [event('entry.withoutEvent')];
    case ENTITY_TYPES.details:
      return [event('details.withoutEvent')];
    default:
      return [];
  }
}
