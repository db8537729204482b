import {
  cancellationKey,
  detailsKey,
  ENTITY_TYPES,
  eventKey,
  isSameKey,
  leaverPageKey,
  listingOf,
  placeOfKey,
  registrationKey,
  userKey,
  waitlistEntryKey,
  type Key,
} from '../../../domain/keys.ts';
import type { LeaverPageItem } from '../../../domain/item.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { leaversOn } from '../../../domain/waitlist/leavers.ts';
import { flag, id, map, oneOf, optional, text, timestamp, whole, wrongIn, type Check } from './check.ts';
import { findingOf, type AnyItem, type Finding } from './finding.ts';
import { keyText } from './keyText.ts';

/** Of a registration, whatever the value: it has a seat. */
const hasSeat: Check = (_, { registrationStatus }) => registrationStatus === 'REGISTERED';

/** How many had left a queue before: below 0 in one from before that was counted. */
const departures = optional(whole(Number.MIN_SAFE_INTEGER));

const TIMES = { createdAt: timestamp, updatedAt: timestamp };

interface Shape {
  keyOf(item: Record<string, string> & { page?: number }): Key;
  attributes: Record<string, Check>;
}

const SHAPES: Record<string, Shape> = {
  [ENTITY_TYPES.user]: {
    keyOf: ({ userId = '' }) => userKey(userId),
    attributes: { userId: id, name: text(LIMITS.nameLength), erasingAt: optional(timestamp), ...TIMES },
  },
  [ENTITY_TYPES.event]: {
    keyOf: ({ eventId = '' }) => eventKey(eventId),
    attributes: {
      eventId: id,
      title: text(LIMITS.titleLength),
      date: timestamp,
      endsAt: optional(timestamp),
      timeZone: optional(text(LIMITS.timeZoneLength)),
      opensAt: optional(timestamp),
      closesAt: optional(timestamp),
      location: optional(text(LIMITS.locationLength)),
      capacity: whole(LIMITS.capacityMin, LIMITS.capacityMax),
      organizer: optional(id),
      status: oneOf('DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'),
      // A cancelled event may have been a DRAFT until then.
      listing: (value, { status }) =>
        value === listingOf(String(status)) || (status === 'CANCELLED' && value === listingOf('DRAFT')),
      waitlistEnabled: flag,
      // `currentRegistrations`, `waitlistCount`, `waitlistTail`, `waitlistJoins`, `waitlistNoted` are judged with the
      // queue: whatever is wrong with them, they are counted anew.
      version: whole(1),
      editedVersion: optional(whole(1)),
      detailsVersion: optional(whole(1)),
      waitlistVersion: whole(1),
      lastWaitlistChange: optional(map),
      cancelledAt: optional((value, item) => timestamp(value, item) && item.status === 'CANCELLED'),
      deletionRequestedAt: optional((value, item) => timestamp(value, item) && item.status === 'CANCELLED'),
      endingAskedAt: optional((value, item) => timestamp(value, item) && item.status === 'CANCELLED'),
      laneUntil: optional(timestamp),
      migratedFrom: optional(map),
      ...TIMES,
    },
  },
  [ENTITY_TYPES.details]: {
    keyOf: ({ eventId = '' }) => detailsKey(eventId),
    attributes: { eventId: id, description: text(LIMITS.descriptionLength), ...TIMES },
  },
  [ENTITY_TYPES.deletedEvent]: {
    keyOf: ({ eventId = '' }) => detailsKey(eventId),
    attributes: { eventId: id, organizer: optional(id), deletedAt: timestamp },
  },
  [ENTITY_TYPES.registration]: {
    keyOf: ({ userId = '', eventId = '' }) => registrationKey(userId, eventId),
    attributes: {
      userId: id,
      eventId: id,
      registrationStatus: oneOf('REGISTERED', 'WAITLISTED'),
      requestId: text(Infinity),
      registeredBy: optional(id),
      registeredAt: (value, item) => timestamp(value, item) || (value === undefined && !hasSeat(value, item)),
      // Who waits without it is judged with the queue.
      waitlistedAt: optional(timestamp),
      promotedAt: optional(timestamp),
      // Who was let in out of turn has a seat.
      admissionReason: optional((value, item) => text(Infinity)(value, item) && hasSeat(value, item)),
      admittedBy: optional((value, item) => id(value, item) && hasSeat(value, item)),
      // Who has come has a seat.
      checkedInAt: optional((value, item) => timestamp(value, item) && hasSeat(value, item)),
      cancelledAt: optional(timestamp),
      joinedPosition: optional(whole(1)),
      joinedDepartures: departures,
      joinedEvent: optional(timestamp),
      joinedCount: optional(whole(1)),
      joinedVersion: optional(whole(1)),
      ...TIMES,
    },
  },
  [ENTITY_TYPES.waitlistEntry]: {
    keyOf: ({ userId = '', eventId = '', waitlistedAt = '' }) => waitlistEntryKey(eventId, waitlistedAt, userId),
    attributes: {
      userId: id,
      eventId: id,
      waitlistedAt: timestamp,
      joinedPosition: whole(1),
      joinedDepartures: departures,
      ...TIMES,
    },
  },
  [ENTITY_TYPES.cancellation]: {
    keyOf: ({ eventId = '' }) => cancellationKey(eventId),
    attributes: {
      eventId: id,
      event: timestamp,
      cancelledAt: timestamp,
      startedAt: timestamp,
      total: whole(0),
      told: whole(0),
      completedAt: optional(timestamp),
    },
  },
  [ENTITY_TYPES.leaverPage]: {
    keyOf: ({ eventId = '', event = '', page = 0 }) => leaverPageKey(eventId, event, page),
    attributes: {
      eventId: id,
      event: timestamp,
      page: whole(0, 999_999),
      left: (value, item) => value === leaversOn(item as unknown as LeaverPageItem),
    },
  },
};

/**
 * What is wrong with an item by itself: its kind, an attribute, or its key, which must be the one that its ids make.
 */
export function judgeShape(item: AnyItem): Finding[] {
  const shape = SHAPES[String(item.entityType)];
  if (shape === undefined) {
    return [findingOf('item.unknown', item, `entityType ${JSON.stringify(item.entityType) ?? 'missing'}`)];
  }
  const wrong = wrongIn(item, shape.attributes);
  if (wrong.length > 0) {
    return [findingOf('item.malformed', item, wrong.join(', '))];
  }
  const isAtItsPlace = keyText(shape.keyOf(item as Record<string, string>)) === keyText(item);
  return isAtItsPlace || isInQueue(item) ? [] : [findingOf('item.malformed', item, 'the key')];
}

/** Whether it is an entry in some queue, perhaps under the key of another place: it is judged with that event. */
function isInQueue(item: AnyItem): boolean {
  const { eventId, waitlistedAt, userId } = placeOfKey(item);
  return (
    item.entityType === ENTITY_TYPES.waitlistEntry &&
    id(eventId, item) &&
    timestamp(waitlistedAt, item) &&
    id(userId, item) &&
    isSameKey(waitlistEntryKey(eventId, waitlistedAt, userId), item)
  );
}
