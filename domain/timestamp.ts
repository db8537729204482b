/**
 * The one form in which times are stored: UTC ISO 8601 with always three fraction digits, so that they sort as text.
 * Java drops zero milliseconds and zero seconds (docs/reference/appsync.md#time), hence the padding.
 * @param iso an instant in UTC, ending in `Z`, as the runtime's clock or date parser gives it
 */
export function timestampOf(iso: string): string {
  const utc = iso.slice(0, iso.length - 1);
  const dot = utc.indexOf('.');
  const whole = dot < 0 ? utc : utc.slice(0, dot);
  const fraction = dot < 0 ? '' : utc.slice(dot + 1);
  const seconds = whole.length === 'yyyy-MM-ddTHH:mm'.length ? `${whole}:00` : whole;
  return `${seconds}.${`${fraction}000`.slice(0, 3)}Z`;
}

/**
 * When a person who joins now has joined: now, but always later than everyone before, even if the hosts' clocks differ.
 * @param nowMs epoch milliseconds
 * @param tailMs epoch milliseconds of the newest entry, null before the first
 */
export function joiningTimeMs(nowMs: number, tailMs: number | null): number {
  return tailMs === null ? nowMs : Math.max(nowMs, tailMs + 1);
}
