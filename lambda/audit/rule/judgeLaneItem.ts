import type { TicketItem, Wish } from '../../../domain/item.ts';
import { ENTITY_TYPES, EXPIRY_ATTRIBUTE, eventOfLane, leaseKey, pauseKey, type Key } from '../../../domain/keys.ts';
import { expiryOf, keyOfTicket } from '../../../domain/lane/ticket.ts';
import { isId } from '../../../domain/text.ts';
import { id, oneOf, optional, text, timestamp, whole, wrongIn, type Check } from './check.ts';
import { findingOf, type AnyItem, type Finding } from './finding.ts';
import { keyText } from './keyText.ts';

/** No ticket, lease or pause ends later than this from now, whatever the clocks of hosts and of the audit. */
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 24 * 3600_000;

const WISHES: Record<Wish['kind'], true> = { register: true, leaveSeat: true, leaveWaitlist: true };
const wish: Check = (value) => typeof value === 'object' && value !== null && String((value as Wish).kind) in WISHES;
const orNull =
  (check: Check): Check =>
  (value, item) =>
    value === null || check(value, item);

interface LaneShape {
  keyOf(item: AnyItem): Key | null;
  /** When it ends, in epoch milliseconds. */
  end: 'deadlineMs' | 'untilMs';
  attributes: Record<string, Check>;
}

const SHAPES: Record<string, LaneShape> = {
  [ENTITY_TYPES.ticket]: {
    keyOf: (item) => keyOfTicket(item as unknown as TicketItem),
    end: 'deadlineMs',
    attributes: {
      eventId: id,
      userId: id,
      requestId: text(Infinity),
      askedAt: timestamp,
      wish,
      organizer: orNull(id),
      state: oneOf('ASKED', 'REFUSED', 'DONE'),
      promotedUserId: optional(orNull(id)),
      decidedAt: optional(timestamp),
    },
  },
  [ENTITY_TYPES.lease]: heldUntil(leaseKey),
  [ENTITY_TYPES.pause]: heldUntil(pauseKey),
};

/** An item that somebody holds for a while, one of each event's lane. */
function heldUntil(keyOf: (eventId: string) => Key): LaneShape {
  return {
    keyOf: (item) => (isId(eventOfLane(item)) ? keyOf(eventOfLane(item)) : null),
    end: 'untilMs',
    attributes: { holder: text(Infinity), forMs: optional(whole(0)) },
  };
}

/**
 * What is wrong with an item of the lanes' table at this time (epoch milliseconds). It is judged alone: nothing in the
 * lanes promises anything about anything else.
 */
export function judgeLaneItem(item: AnyItem, nowMs: number): Finding[] {
  const shape = SHAPES[String(item.entityType)];
  if (shape === undefined) {
    return [findingOf('lane.unknown', item, `entityType ${JSON.stringify(item.entityType) ?? 'missing'}`)];
  }
  const { end, attributes, keyOf } = shape;
  const isExpiry: Check = (value) => value === expiryOf(Number(item[end]));
  const wrong = wrongIn(item, { ...attributes, [end]: whole(0), [EXPIRY_ATTRIBUTE]: isExpiry });
  if (wrong.length > 0) {
    return [findingOf('lane.malformed', item, wrong.join(', '))];
  }
  const key = keyOf(item);
  if (key === null || keyText(key) !== keyText(item)) {
    return [findingOf('lane.misplaced', item, String(item.entityType))];
  }
  const endMs = Number(item[end]);
  const found = `${item.entityType} until ${new Date(Math.min(endMs, 8.64e15)).toISOString()}`;
  const about = { ...item, eventId: item.eventId ?? eventOfLane(item) };
  if (endMs > nowMs + AHEAD_MS) {
    return [findingOf('lane.farAhead', about, found)];
  }
  return endMs < nowMs - DAY_MS ? [findingOf('lane.notSwept', about, found)] : [];
}
