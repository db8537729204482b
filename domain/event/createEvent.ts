import { type Caller, sees } from '../caller.ts';
import { absent, allOf, either, lacks } from '../condition.ts';
import { eventAlreadyExists, type Failure } from '../error.ts';
import type { DeletedEventItem, EventItem, EventStatus } from '../item.ts';
import { detailsKey, ENTITY_TYPES, eventKey, listingOf, type Key } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import { toEvent, type Event } from './event.ts';
import { organizedBy } from './ownedBy.ts';

/** A new event; its times are timestamps and in order, the organizer is settled already. */
export interface NewEvent {
  eventId: string;
  title: string;
  description: string | null;
  date: string;
  endsAt?: string | null;
  timeZone?: string | null;
  location: string | null;
  capacity: number;
  organizer: string | null;
  status: EventStatus;
  registrationOpensAt?: string | null;
  registrationClosesAt?: string | null;
  waitlistEnabled: boolean;
}

/** The attributes of a new event: nobody registered, nobody waiting, both versions 1. */
export function newEventAttributes(event: NewEvent, now: string): Omit<EventItem, keyof Key> {
  const location = event.location === null ? {} : { location: event.location };
  const organizer = event.organizer === null ? {} : { organizer: event.organizer };
  const endsAt = event.endsAt ? { endsAt: event.endsAt } : {};
  const timeZone = event.timeZone ? { timeZone: event.timeZone } : {};
  const opensAt = event.registrationOpensAt ? { opensAt: event.registrationOpensAt } : {};
  const closesAt = event.registrationClosesAt ? { closesAt: event.registrationClosesAt } : {};
  return {
    ...location,
    ...organizer,
    ...endsAt,
    ...timeZone,
    ...opensAt,
    ...closesAt,
    entityType: ENTITY_TYPES.event,
    eventId: event.eventId,
    title: event.title,
    date: event.date,
    capacity: event.capacity,
    status: event.status,
    listing: listingOf(event.status),
    waitlistEnabled: event.waitlistEnabled,
    currentRegistrations: 0,
    waitlistCount: 0,
    waitlistTail: '',
    waitlistJoins: 0,
    waitlistNoted: 0,
    version: 1,
    waitlistVersion: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** A new event as the API shows it, without reading it back. */
export function newEvent(event: NewEvent, now: string): Event & { description: string | null } {
  return {
    ...toEvent({ ...eventKey(event.eventId), ...newEventAttributes(event, now) }),
    description: event.description,
  };
}

/**
 * Puts the event and its description (if any), if there is no event with that id, and none that was deleted had another
 * organizer. What a deleted event has left goes.
 */
export function createEvent(event: NewEvent, now: string): Action[] {
  const { eventId, description, organizer } = event;
  const details: Action =
    description === null
      ? { operation: 'DeleteItem', key: detailsKey(eventId) }
      : putDetails(eventId, description, now);
  return [
    {
      operation: 'PutItem',
      key: eventKey(eventId),
      attributes: { ...newEventAttributes(event, now) },
      condition: allOf<EventItem>([absent()]),
    },
    { ...details, condition: allOf<DeletedEventItem>([either(lacks('deletedAt'), organizedBy(organizer))]) },
  ];
}

/** The description as an item of its own, written over whatever was there. */
export function putDetails(eventId: string, description: string, now: string): Action {
  const attributes = { entityType: ENTITY_TYPES.details, eventId, description, createdAt: now, updatedAt: now };
  return { operation: 'PutItem', key: detailsKey(eventId), attributes };
}

/**
 * Why createEvent was cancelled; null if the reasons do not tell. The stored event is shown only to those who may see
 * it; of a deleted one there is nothing to show.
 */
export function explainCreateEvent(event: NewEvent, caller: Caller, reasons: Reason[]): Failure | null {
  const [existing, details] = reasons;
  if (!existing || !details) {
    return null;
  }
  const verdict = judgeReason(existing);
  if (verdict === 'HELD' && judgeReason(details) === 'FAILED') {
    return eventAlreadyExists(event.eventId, event.organizer, null);
  }
  if (verdict !== 'FAILED') {
    return null;
  }
  const stored = existing.item as EventItem | null;
  const seen = stored !== null && sees(caller, stored) ? toEvent(stored) : null;
  return eventAlreadyExists(event.eventId, event.organizer, seen);
}
