import { ENTITY_TYPES, eventKey, leaverPageOfKey, placeOfKey, userKey, type Key } from '../../../domain/keys.ts';
import type { RuleName } from './rules.ts';
import type { AnyItem } from './finding.ts';

/** Something that must be there as long as an item is, or must not be, and the rule that is broken otherwise. */
export interface Parent {
  rule: RuleName;
  key: Key;
  isWanted: boolean;
  /** What is to be said if the rule is broken. */
  found: string;
}

/** What must be there for a well-formed item to be no orphan, and what must be gone where it is what is left. */
export function parentsOf(item: AnyItem): Parent[] {
  const { entityType, userId } = item;
  const { eventId } = placeIn(item);
  const event = (rule: RuleName): Parent => ({
    rule,
    key: eventKey(String(eventId)),
    isWanted: true,
    found: 'no such event',
  });
  switch (entityType) {
    case ENTITY_TYPES.registration:
      return [
        event('registration.withoutEvent'),
        { rule: 'registration.withoutUser', key: userKey(String(userId)), isWanted: true, found: 'no such user' },
      ];
    case ENTITY_TYPES.waitlistEntry:
      return [event('entry.withoutEvent')];
    case ENTITY_TYPES.details:
      return [event('details.withoutEvent')];
    case ENTITY_TYPES.cancellation:
      return [event('cancellation.withoutEvent')];
    case ENTITY_TYPES.leaverPage:
      return [event('leavers.withoutEvent')];
    case ENTITY_TYPES.deletedEvent:
      return [{ ...event('deletedEvent.withEvent'), isWanted: false, found: `deleted at ${String(item.deletedAt)}` }];
    default:
      return [];
  }
}

/** Of which event an item is: by its key where that decides, else by what it says. */
function placeIn(item: AnyItem): { eventId?: unknown } {
  if (item.entityType === ENTITY_TYPES.leaverPage) {
    return leaverPageOfKey(item);
  }
  return { eventId: item.entityType === ENTITY_TYPES.waitlistEntry ? placeOfKey(item).eventId : item.eventId };
}
