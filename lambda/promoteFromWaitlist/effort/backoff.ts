import { growingPauseMs } from '../../growingPause.ts';

const BASE_MS = 25;
/** Crowds wait in the lane; whoever meets one from outside gets through within a few tries, so waits stay short. */
const MAX_WAIT_MS = 500;

/**
 * A wait of full jitter, in milliseconds: evenly between 0 and 25 ms · 2ⁿ, half a second at most, and never longer than
 * there is time.
 * @param pauses how many waits came before this one
 */
export function backoffMs(pauses: number, remainingMs: number, random: number): number {
  return random * Math.min(growingPauseMs(BASE_MS, MAX_WAIT_MS, pauses), remainingMs);
}
