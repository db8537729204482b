/**
 * Turns for everybody who contends for one event: an item with the moment of the next free turn, moved on by plain
 * updates. Those are served one after the other and never conflict (docs/reference/dynamodb.md#conflicts), so a crowd
 * that would otherwise turn each other away comes in a line. Turns only pace requests; no promise rests on them. A
 * request without a turn tries after a jittered wait. The item may vanish at any time.
 */

import { allOf, either, exists, isBefore, lacks } from '../condition.ts';
import type { TurnsItem } from '../item.ts';
import { ENTITY_TYPES, EXPIRY_ATTRIBUTE, turnsKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';

/**
 * Milliseconds between two turns, about as long as a transaction holds the event: shorter ones drain a rush little
 * faster, at more tries each (docs/performance.md).
 */
export const TURN_MS = 10;

/** The item is forgotten so long after its line began. */
const LIFE_SECONDS = 3600;

/**
 * Takes the next turn of the line, whose moment is `nextTurnMs` of the updated item less TURN_MS; its condition fails
 * if there never was a line.
 */
export function joinLine(eventId: string): Action {
  const condition = allOf<TurnsItem>([exists()]);
  const update = changing({ nextTurnMs: TURN_MS }, {}, []);
  return { operation: 'UpdateItem', key: turnsKey(eventId), update, condition };
}

/**
 * Takes the turn that begins now, as the first of a new line; its condition fails while another line's next turn is not
 * before `earliestMs`. Times are epoch milliseconds.
 */
export function openLine(eventId: string, nowMs: number, earliestMs: number): Action {
  const values = {
    entityType: ENTITY_TYPES.turns,
    eventId,
    nextTurnMs: nowMs + TURN_MS,
    [EXPIRY_ATTRIBUTE]: Math.floor(nowMs / 1000) + LIFE_SECONDS,
  };
  const condition = allOf<TurnsItem>([either(lacks('nextTurnMs'), isBefore('nextTurnMs', earliestMs))]);
  return { operation: 'UpdateItem', key: turnsKey(eventId), update: changing({}, values, []), condition };
}
