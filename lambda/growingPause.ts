/**
 * How long a pause may be at most that doubles each time, in milliseconds.
 * @param before how many pauses came before this one
 */
export function growingPauseMs(firstMs: number, longestMs: number, before: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(before, 16));
}
