import { growingPauseMs } from '../../growingPause.ts';

const BASE_MS = 25;
/**
 * Waits grow to seconds: shorter ones would turn a rush into errors
 * (docs/reference/dynamodb.md#waiting-under-contention).
 */
const MAX_WAIT_MS = 4000;
/**
 * A request that waits for a turn is paced by the line. The jitter helps where the cause is not a crowd but a stalled
 * transaction or a throttle.
 */
const MAX_JITTER_MS = 500;
/**
 * With less time left than this, a wait for a turn shrinks in proportion to that time. So the requests that came first,
 * which have the least time left, go ahead. No try begins in the last 100 ms (`ATTEMPT_MS`), so no wait gets so short
 * that it spins.
 */
const HASTE_MS = 2500;

/**
 * A wait of full jitter, in milliseconds: evenly between 0 and 25 ms · 2ⁿ, 4 s at most, and never longer than there is
 * time.
 * @param pauses how many waits came before this one
 */
export function backoffMs(pauses: number, remainingMs: number, random: number): number {
  return random * Math.min(growingPauseMs(BASE_MS, MAX_WAIT_MS, pauses), remainingMs);
}

/**
 * A wait until a turn, in milliseconds; after the first one not shorter than a jitter that grows to half a second. In
 * the last 2.5 s it shrinks in proportion to the time left, and it is never longer than that.
 * @param turnInMs how far the turn is
 */
export function waitForTurnMs(turnInMs: number, pauses: number, remainingMs: number, random: number): number {
  const jitterMs = pauses === 0 ? 0 : random * growingPauseMs(BASE_MS, MAX_JITTER_MS, pauses);
  const haste = Math.min(1, remainingMs / HASTE_MS);
  return Math.max(0, Math.min(haste * Math.max(turnInMs, jitterMs), remainingMs));
}
