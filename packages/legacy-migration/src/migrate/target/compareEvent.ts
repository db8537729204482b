import { newEventAttributes, type NewEvent } from '../../../../../domain/event/createEvent.ts';
import type { EventItem } from '../../../../../domain/item.ts';
import type { StoredEvent } from './readEvents.ts';

/** A field of an event that is stored otherwise than its old record says; absent values are null. */
export interface Difference {
  field: string;
  expected: unknown;
  stored: unknown;
}

/** The fields of the event's own item that come out of the old record. */
const MIGRATED_FIELDS = [
  'entityType',
  'eventId',
  'title',
  'date',
  'location',
  'capacity',
  'organizer',
  'status',
  'listing',
] as const;
/** Fields that begin with fixed values and belong to the new system from the first registration on. */
const INITIAL_FIELDS = [
  'endsAt',
  'timeZone',
  'opensAt',
  'closesAt',
  'waitlistEnabled',
  'currentRegistrations',
  'waitlistCount',
  'waitlistTail',
  'waitlistVersion',
  'lastWaitlistChange',
] as const;

/** Counted since a later release only: events that were migrated before it have none of them. */
const COUNTED_FIELDS = ['waitlistJoins', 'waitlistNoted'] as const;

/** Where the stored event's own item differs; initial values count only as long as nobody has changed the event. */
export function compareEventItem(expected: NewEvent, stored: EventItem): Difference[] {
  const attributes: Partial<EventItem> = newEventAttributes(expected, stored.createdAt);
  const counted = COUNTED_FIELDS.filter((field) => stored[field] !== undefined);
  const fields = stored.version === 1 ? [...MIGRATED_FIELDS, ...INITIAL_FIELDS, ...counted] : MIGRATED_FIELDS;
  return fields.flatMap((field) => difference(field, attributes[field] ?? null, stored[field] ?? null));
}

/** Where the stored event, its description included, differs. */
export function compareEvent(expected: NewEvent, { event, details }: StoredEvent): Difference[] {
  if (event === undefined) {
    return [{ field: 'event', expected: expected.eventId, stored: null }];
  }
  return [
    ...compareEventItem(expected, event),
    ...difference(
      'description',
      expected.description,
      details && 'description' in details ? details.description : null,
    ),
  ];
}

function difference(field: string, expected: unknown, stored: unknown): Difference[] {
  return Object.is(expected, stored) ? [] : [{ field, expected, stored }];
}
