/** A ticket that was away from the camera so long, in milliseconds, is shown anew. */
const AWAY_MS = 3000;

/** Tells whether what a camera sees is a ticket that it did not see a moment ago. */
export function newSightings(): (code: string, nowMs: number) => boolean {
  let last: { code: string; seenMs: number } | undefined;
  return (code, nowMs) => {
    const isNew = last?.code !== code || nowMs - last.seenMs > AWAY_MS;
    last = { code, seenMs: nowMs };
    return isNew;
  };
}
