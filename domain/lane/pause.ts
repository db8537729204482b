import { allOf, isStill } from '../condition.ts';
import type { PauseItem } from '../item.ts';
import { ENTITY_TYPES, EXPIRY_ATTRIBUTE, pauseKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { expiryOf } from './ticket.ts';

/**
 * So long, by default and at most, a combiner leaves the event alone before each group. By its own clock, from when it
 * has found the pause: clocks of hosts may differ by more.
 */
const PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3000;

/**
 * Asks whoever works through the event's lane to leave the event alone for a moment, or for so long. A plain put: the
 * last asks.
 */
export function askForPause(eventId: string, holder: string, nowMs: number, forMs: number = PAUSE_MS): Action {
  const untilMs = nowMs + forMs;
  const attributes = { entityType: ENTITY_TYPES.pause, holder, forMs, untilMs, [EXPIRY_ATTRIBUTE]: expiryOf(untilMs) };
  return { operation: 'PutItem', key: pauseKey(eventId), attributes };
}

/** How long a combiner leaves the event alone that has found this pause. */
export function pauseLengthMs({ forMs = PAUSE_MS }: PauseItem): number {
  return Math.min(forMs, LONGEST_PAUSE_MS);
}

/** Ends the pause, unless somebody else has asked for one meanwhile. One of nobody (undefined) is damage. */
export function endPause(eventId: string, holder: string | undefined): Action {
  return { operation: 'DeleteItem', key: pauseKey(eventId), condition: allOf<PauseItem>([isStill('holder', holder)]) };
}
