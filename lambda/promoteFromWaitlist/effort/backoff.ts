/** Impatience is what turns a rush into errors: the waits grow to seconds (reference dynamodb 4.1). */
const BASE_MS = 25;
const CAP_MS = 4000;

/**
 * A wait of full jitter, in milliseconds: evenly between 0 and 25 ms · 2ⁿ, 4 s at most, and never longer than there is time.
 * @param pauses how many waits came before this one
 */
export function backoffMs(pauses: number, remainingMs: number, random: number): number {
  return random * Math.min(BASE_MS * 2 ** Math.min(pauses, 16), CAP_MS, remainingMs);
}
