/** What goes on in the background takes minutes. */
const DAY_MS = 24 * 3600_000;

/** Whether what was begun in the background at this timestamp should have ended by then (epoch milliseconds). */
export function isLongAgo(since: string | undefined, nowMs: number): boolean {
  return since !== undefined && Date.parse(since) < nowMs - DAY_MS;
}
