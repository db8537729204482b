import { allOf, changing } from '../expression.ts';
import { ENTITY_TYPES, EXPIRY_ATTRIBUTE, turnsKey } from '../keys.ts';
import type { Action } from '../transaction.ts';

/**
 * Turns for everybody who contends for one event: an item with the moment of the next free turn, moved on by plain updates. Those
 * are served one after the other and never conflict (reference dynamodb 2.1), so a crowd that would otherwise turn each other
 * away comes in a line. Turns only pace: no promise rests on them, whoever has none just tries, and the item may vanish at any time.
 */

/**
 * Milliseconds between two turns. Shorter than a transaction holds the event (about 10 ms), because not every try succeeds: of 5, 8
 * and 12 this drains a rush nearly as fast as the first and nearly as cheaply as the last (docs/performance.md).
 */
export const TURN_MS = 8;

/** Nobody stands in a line longer than this: such a line is of no use, or somebody's clock is wrong. */
const LONGEST_LINE_MS = 20_000;
/** The item is forgotten so long after a line began. */
const LIFE_SECONDS = 3600;

/** Takes the next turn of a line, whose moment is `nextTurnMs` of the updated item less TURN_MS; refused if there is no line. */
export function joinLine(eventId: string, nowMs: number): Action {
  const condition = allOf(['#if_nextTurnMs BETWEEN :if_nowMs AND :if_latestMs'], ['nextTurnMs'], { nowMs, latestMs: nowMs + LONGEST_LINE_MS });
  return { operation: 'UpdateItem', key: turnsKey(eventId), update: changing({ nextTurnMs: TURN_MS }, {}, []), condition };
}

/** Takes the turn that begins now, as the first of a new line; refused if there is a line already. */
export function openLine(eventId: string, nowMs: number): Action {
  const values = {
    entityType: ENTITY_TYPES.turns,
    eventId,
    nextTurnMs: nowMs + TURN_MS,
    [EXPIRY_ATTRIBUTE]: Math.floor(nowMs / 1000) + LIFE_SECONDS,
  };
  const condition = allOf(['attribute_not_exists(#if_nextTurnMs) OR #if_nextTurnMs < :if_nowMs'], ['nextTurnMs'], { nowMs });
  return { operation: 'UpdateItem', key: turnsKey(eventId), update: changing({}, values, []), condition };
}
