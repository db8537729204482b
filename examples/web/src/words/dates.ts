const LONG_PARTS = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const;
const LONG = new Intl.DateTimeFormat('en', LONG_PARTS);
const SHORT = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });
const CLOCK = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** A moment in full, in the reader's time zone. */
export function formatMoment(iso: string): string {
  return LONG.format(new Date(iso));
}

/** When something takes place, in its own time zone: `Saturday, March 1, 2031 at 18:00 – 20:00 in Lisbon`. */
export function formatWhen({
  date,
  endsAt,
  timeZone,
}: {
  date: string;
  endsAt: string | null;
  timeZone: string | null;
}) {
  const format = inZone(timeZone);
  const when = endsAt === null ? format.format(new Date(date)) : format.formatRange(new Date(date), new Date(endsAt));
  return timeZone === null || format.resolvedOptions().timeZone === LONG.resolvedOptions().timeZone
    ? when
    : `${when} ${placeOf(timeZone, format)}`;
}

/** The reader's own zone where there is none, or none that the browser knows: the API checks names for their form. */
function inZone(timeZone: string | null): Intl.DateTimeFormat {
  try {
    return timeZone === null ? LONG : new Intl.DateTimeFormat('en', { ...LONG_PARTS, timeZone });
  } catch {
    return LONG;
  }
}

/** `in Lisbon`, or the zone’s name where it is of no city. */
function placeOf(timeZone: string, format: Intl.DateTimeFormat): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  const isOfCity = timeZone.includes('/') && !timeZone.startsWith('Etc/') && format !== LONG;
  return isOfCity ? `in ${city}` : format === LONG ? '' : `(${timeZone})`;
}

/** How long something takes until it begins: `2 days`, `3:05:09`, `0:07`. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [days, hours, minutes] = [seconds / 86_400, (seconds % 86_400) / 3600, (seconds % 3600) / 60].map(Math.floor);
  if (days! > 1) {
    return `${days} days`;
  }
  const whole = 24 * days! + hours!;
  const two = (part: number): string => String(part).padStart(2, '0');
  return whole > 0 ? `${whole}:${two(minutes!)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A day. */
export function formatDay(iso: string): string {
  return SHORT.format(new Date(iso));
}

/** A time of day, to the second. */
export function formatTime(iso: string): string {
  return CLOCK.format(new Date(iso));
}
