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

/** A digit for each digit; all else stays. */
const FORM = '0000-00-00T00:00:00.000Z';
const DIGITS = '0123456789';
const MONTHS_OF_30_DAYS = ['04', '06', '09', '11'];
/** No clock shows a time so far ahead, and a thousand years are left for those who join after it. */
const FAR_AHEAD = '9000-01-01T00:00:00.000Z';

/** Whether this is a time as it is stored. */
export function isTimestamp(stored: unknown): boolean {
  if (typeof stored !== 'string' || stored.length !== FORM.length) {
    return false;
  }
  const isFormed = stored
    .split('')
    .every((unit, nth) => (FORM.charAt(nth) === '0' ? DIGITS.indexOf(unit) > -1 : FORM.charAt(nth) === unit));
  const [month, day] = [stored.slice(5, 7), stored.slice(8, 10)];
  const isDate = month >= '01' && month <= '12' && day >= '01' && day <= lastDay(stored.slice(0, 4), month);
  const isTime = stored.slice(11, 13) <= '23' && stored.slice(14, 16) <= '59' && stored.slice(17, 19) <= '59';
  return isFormed && stored >= '0001' && isDate && isTime;
}

function lastDay(year: string, month: string): string {
  if (month === '02') {
    const last = year.slice(2);
    return isFourfold(last === '00' ? year.slice(0, 2) : last) ? '29' : '28';
  }
  return MONTHS_OF_30_DAYS.indexOf(month) > -1 ? '30' : '31';
}

/** Whether a number of two digits is a multiple of 4. */
function isFourfold(digits: string): boolean {
  const units = '02468'.indexOf(digits.slice(0, 1)) > -1 ? '048' : '26';
  return units.indexOf(digits.slice(1)) > -1;
}

/**
 * Whether somebody can join a queue behind this tail (`""`: nobody has joined yet): it is a time, and not at the end of
 * all times. Only damage leaves others.
 */
export function isTail(stored: unknown): boolean {
  return stored === '' || (isTimestamp(stored) && (stored as string) < FAR_AHEAD);
}

/**
 * When a person who joins now has joined: now, but always later than everyone before, even if the hosts' clocks differ.
 * @param nowMs epoch milliseconds
 * @param tailMs epoch milliseconds of the newest entry, null before the first
 */
export function joiningTimeMs(nowMs: number, tailMs: number | null): number {
  return tailMs === null ? nowMs : Math.max(nowMs, tailMs + 1);
}
