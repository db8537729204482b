/**
 * Every key of the one table, and nothing else: the only file that knows key prefixes and the names of key attributes.
 * Ids never contain `#` (see `isId`), so keys of different things cannot collide.
 */

export interface Key {
  PK: string;
  SK: string;
}

/** Names of the table's key attributes, for conditions and for the table's definition. */
export const TABLE_KEYS = { partitionKey: 'PK', sortKey: 'SK' };

/**
 * Secondary indexes: the inverted one (who registered for an event), and two sparse ones of events by date: public ones
 * apart from those that never were, and by organizer.
 */
export const INDEXES = {
  inverted: { name: 'GSI1', partitionKey: 'SK', sortKey: 'PK' },
  eventsByDate: { name: 'GSI2', partitionKey: 'listing', sortKey: 'date' },
  eventsByOrganizer: { name: 'GSI3', partitionKey: 'organizer', sortKey: 'date' },
};

/**
 * Partitions of `eventsByDate`. DRAFTs have one of their own, or the pages of those who may not see them would tell by
 * their shape that there are any. An event leaves it when it is opened; one that is cancelled as a DRAFT stays in it.
 */
export type Listing = 'PUBLIC' | 'DRAFT';

/** Where a new event of this status is listed. */
export function listingOf(status: string): Listing {
  return status === 'DRAFT' ? 'DRAFT' : 'PUBLIC';
}

export const ENTITY_TYPES = {
  user: 'User',
  event: 'Event',
  details: 'EventDetails',
  deletedEvent: 'DeletedEvent',
  registration: 'Registration',
  waitlistEntry: 'WaitlistEntry',
  leaverPage: 'LeaverPage',
  cancellation: 'Cancellation',
  ticket: 'Ticket',
  lease: 'Lease',
  pause: 'Pause',
};

const USER_PREFIX = 'USER#';
const EVENT_PREFIX = 'EVENT#';
const WAITLIST_PREFIX = 'WAITLIST#';
const LEAVERS_PREFIX = 'LEAVERS#';
const LANE_PREFIX = 'LANE#';
const ASKED_PREFIX = 'ASKED#';

/** The attribute by which DynamoDB forgets an item some time after that moment (epoch seconds). */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/** The user's profile. */
export function userKey(userId: string): Key {
  return { PK: `${USER_PREFIX}${userId}`, SK: 'PROFILE' };
}

/** The event's own item: attributes, counters, versions. */
export function eventKey(eventId: string): Key {
  return { PK: `${EVENT_PREFIX}${eventId}`, SK: 'METADATA' };
}

/** Which event an event's own item is of. */
export function eventOfKey({ PK }: Key): string {
  return PK.slice(EVENT_PREFIX.length);
}

/** The event's description, kept apart so that a registration does not rewrite it; or what a deleted event leaves. */
export function detailsKey(eventId: string): Key {
  return { PK: `${EVENT_PREFIX}${eventId}`, SK: 'DETAILS' };
}

/** How far telling of the event's cancelling has come. */
export function cancellationKey(eventId: string): Key {
  return { PK: `${EVENT_PREFIX}${eventId}`, SK: 'CANCELLATION' };
}

/** The registration of one user for one event. */
export function registrationKey(userId: string, eventId: string): Key {
  return { PK: `${USER_PREFIX}${userId}`, SK: `${EVENT_PREFIX}${eventId}` };
}

/** The event of a registration's key. */
export function eventOfRegistrationKey({ SK }: Key): string {
  return SK.slice(EVENT_PREFIX.length);
}

/** A place in the event's queue; `waitlistedAt` is a timestamp of fixed length, so keys sort in order of joining. */
export function waitlistEntryKey(eventId: string, waitlistedAt: string, userId: string): Key {
  return { PK: `${EVENT_PREFIX}${eventId}`, SK: `${WAITLIST_PREFIX}${waitlistedAt}#${userId}` };
}

/** Whose place a key of `waitlistEntryKey` is; of any other key in the queue, parts that make another key. */
export function placeOfKey({ PK, SK }: Key): { eventId: string; waitlistedAt: string; userId: string } {
  const place = SK.slice(WAITLIST_PREFIX.length);
  const end = place.indexOf('#');
  return {
    eventId: PK.slice(EVENT_PREFIX.length),
    waitlistedAt: end < 0 ? place : place.slice(0, end),
    userId: end < 0 ? '' : place.slice(end + 1),
  };
}

/** Joins on one page of leavers: as many as keep it within 1 KB, for two write units. */
export const PAGE_JOINS = 2400;

/**
 * A page of those who have left an event's queue out of turn.
 * @param event `createdAt` of the event: one that is created again under the id has pages of its own
 * @param page 0 to 999,999; numbers of six digits sort as text
 */
export function leaverPageKey(eventId: string, event: string, page: number): Key {
  return { PK: `${EVENT_PREFIX}${eventId}`, SK: `${LEAVERS_PREFIX}${event}#${`${1000000 + page}`.slice(1)}` };
}

/** Whether this is the key of such a page, whatever the page itself says; parameters as of `leaverPageKey`. */
export function isLeaverPage({ SK }: Key, event: string, page: number): boolean {
  return SK === leaverPageKey('', event, page).SK;
}

/** What the key of a page says: of which event it is, the event's `createdAt`, and the six digits of which page. */
export function leaverPageOfKey({ PK, SK }: Key): { eventId: string; event: string; page: string } {
  const place = SK.slice(LEAVERS_PREFIX.length);
  const end = place.lastIndexOf('#');
  return { eventId: PK.slice(EVENT_PREFIX.length), event: place.slice(0, end), page: place.slice(end + 1) };
}

/** The tables: everything that lasts, and the lanes of events, whose items live for seconds. */
export type TableName = 'events' | 'lane';

/** Which table the item with this key is in. */
export function tableOf(key: Key): TableName {
  return key.PK.indexOf(LANE_PREFIX) === 0 ? 'lane' : 'events';
}

/** Partitions of one lane, so that a crowd that comes at once stays within the write limit of each. */
export const LANE_SHARDS = 8;

/**
 * The ticket of one request; `askedAt` is a timestamp, so keys sort in order of asking. Request ids are the clients' to
 * choose, so only with the user's id they are nobody else's.
 * @param shard 0 to 7
 */
export function ticketKey(eventId: string, shard: number, askedAt: string, userId: string, requestId: string): Key {
  return { PK: `${LANE_PREFIX}${eventId}#${shard}`, SK: `${ASKED_PREFIX}${askedAt}#${userId}#${requestId}` };
}

/** Who works through the event's lane. */
export function leaseKey(eventId: string): Key {
  return { PK: `${LANE_PREFIX}${eventId}`, SK: 'LEASE' };
}

/** Who wants the event left alone for a moment. */
export function pauseKey(eventId: string): Key {
  return { PK: `${LANE_PREFIX}${eventId}`, SK: 'PAUSE' };
}

/** Which event's lane this key, of a lease or a pause, belongs to. */
export function eventOfLane(key: Key): string {
  return key.PK.slice(LANE_PREFIX.length);
}

/**
 * One shard of the event's lane, who has asked first first.
 * @param after the sort key of the last that is not wanted, null for all
 */
export function ticketsOf(eventId: string, shard: number, after: string | null): KeyCondition {
  const partition = `${LANE_PREFIX}${eventId}#${shard}`;
  const first = after === null ? ASKED_PREFIX : `${after}#`;
  const tickets = between(TABLE_KEYS.partitionKey, partition, TABLE_KEYS.sortKey, first, `${ASKED_PREFIX}:`);
  return { ...tickets, table: 'lane' };
}

/** A key condition as plain data: `names` and `values` are the placeholders of `expression`. */
export interface KeyCondition {
  /** Where the items are. */
  table: TableName;
  expression: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

/** All registrations of one user (base table). */
export function registrationsOfUser(userId: string): KeyCondition {
  return beginningWith(TABLE_KEYS.partitionKey, `${USER_PREFIX}${userId}`, TABLE_KEYS.sortKey, EVENT_PREFIX);
}

/** All registrations for one event (inverted index). */
export function registrationsOfEvent(eventId: string): KeyCondition {
  return beginningWith(
    INDEXES.inverted.partitionKey,
    `${EVENT_PREFIX}${eventId}`,
    INDEXES.inverted.sortKey,
    USER_PREFIX,
  );
}

/** The event's queue, head first (base table). */
export function waitlistOfEvent(eventId: string): KeyCondition {
  return beginningWith(TABLE_KEYS.partitionKey, `${EVENT_PREFIX}${eventId}`, TABLE_KEYS.sortKey, WAITLIST_PREFIX);
}

/** The event's queue up to and including one entry (base table). */
export function waitlistUpTo(eventId: string, waitlistedAt: string, userId: string): KeyCondition {
  const own = waitlistEntryKey(eventId, waitlistedAt, userId);
  return between(TABLE_KEYS.partitionKey, own.PK, TABLE_KEYS.sortKey, WAITLIST_PREFIX, own.SK);
}

/** All pages of those who have left the queue of an event, or of one that had the id before (base table). */
export function leaverPagesOfEvent(eventId: string): KeyCondition {
  return beginningWith(TABLE_KEYS.partitionKey, `${EVENT_PREFIX}${eventId}`, TABLE_KEYS.sortKey, LEAVERS_PREFIX);
}

/**
 * The pages of an event's leavers from one on (base table); parameters as of `leaverPageKey`.
 * @param after the last one that is not wanted, null for all
 */
export function leaverPagesFrom(eventId: string, event: string, page: number, after: Key | null): KeyCondition {
  const { PK, SK } = leaverPageKey(eventId, event, page);
  const first = after === null ? SK : `${after.SK}#`;
  return between(TABLE_KEYS.partitionKey, PK, TABLE_KEYS.sortKey, first, `${LEAVERS_PREFIX}${event}#:`);
}

/**
 * Events that are or were public, or those that never were, by date (index `eventsByDate`), both bounds inclusive; an
 * absent bound is null.
 */
export function eventsBetween(listing: Listing, from: string | null, to: string | null): KeyCondition {
  const index = INDEXES.eventsByDate;
  return between(index.partitionKey, listing, index.sortKey, from ?? '0', to ?? ':');
}

/** One organizer's events by date (index `eventsByOrganizer`), bounds as in `eventsBetween`. */
export function eventsOfOrganizer(organizer: string, from: string | null, to: string | null): KeyCondition {
  const index = INDEXES.eventsByOrganizer;
  return between(index.partitionKey, organizer, index.sortKey, from ?? '0', to ?? ':');
}

function beginningWith(partitionKey: string, partition: string, sortKey: string, prefix: string): KeyCondition {
  return {
    table: 'events',
    expression: '#partition = :partition AND begins_with(#sort, :prefix)',
    names: { '#partition': partitionKey, '#sort': sortKey },
    values: { ':partition': partition, ':prefix': prefix },
  };
}

function between(partitionKey: string, partition: string, sortKey: string, first: string, last: string): KeyCondition {
  return {
    table: 'events',
    expression: '#partition = :partition AND #sort BETWEEN :first AND :last',
    names: { '#partition': partitionKey, '#sort': sortKey },
    values: { ':partition': partition, ':first': first, ':last': last },
  };
}

/** The key alone, out of an item or index entry. */
export function keyOf(item: Key): Key {
  return { PK: item.PK, SK: item.SK };
}

/** Whether two items have the same key. */
export function isSameKey(one: Key, other: Key): boolean {
  return one.PK === other.PK && one.SK === other.SK;
}

/** What orders the items of a partition. */
export function sortKeyOf(item: Key): string {
  return item.SK;
}
