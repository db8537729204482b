const LONG = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const;
const CLOCK = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const DATE_AND_CLOCK = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});

/** When something takes place, and in which zone that is to be shown. */
export interface Dated {
  date: string;
  timeZone: string | null;
}

/** A moment in full, in a time zone: `Saturday, March 1, 2031 at 6:00 PM in Lisbon`. */
export function formatMoment(iso: string, zone: string | null): string {
  return formatWhen({ date: iso, endsAt: null, timeZone: zone });
}

/** When something takes place, in its own time zone: `Saturday, March 1, 2031, 6:00 – 8:00 PM in Lisbon`. */
export function formatWhen({ date, endsAt, timeZone: zone }: Dated & { endsAt: string | null }): string {
  const { timeZone, words } = zoneOf(zone);
  const format = new Intl.DateTimeFormat('en', { ...LONG, timeZone });
  const when = endsAt === null ? format.format(new Date(date)) : format.formatRange(new Date(date), new Date(endsAt));
  return `${when}${words}`;
}

/** The same for a list: its day in parts, the year only where it is not this one, and the time of day. */
export function formatDay({ date, timeZone: zone }: Dated): {
  weekday: string;
  day: string;
  year: string | null;
  time: string;
} {
  const { timeZone, words } = zoneOf(zone);
  const moment = new Date(date);
  const part = (parts: Intl.DateTimeFormatOptions, at = moment): string =>
    new Intl.DateTimeFormat('en', { ...parts, timeZone }).format(at);
  const year = part({ year: 'numeric' });
  return {
    weekday: part({ weekday: 'short' }),
    day: part({ day: 'numeric', month: 'short' }),
    year: year === part({ year: 'numeric' }, new Date()) ? null : year,
    time: `${part({ hour: 'numeric', minute: '2-digit' })}${words}`,
  };
}

/**
 * A time zone, and ` in Lisbon` where it is not the reader's. The reader's own where there is none, or none that the
 * browser knows: the API checks names for their form.
 */
function zoneOf(name: string | null): { timeZone: string | undefined; words: string } {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', name === null ? {} : { timeZone: name }).resolvedOptions();
    const isOwn = timeZone === new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
    return { timeZone, words: name === null || isOwn ? '' : ` ${placeOf(name)}` };
  } catch {
    return { timeZone: undefined, words: '' };
  }
}

/** `in Lisbon`, or the zone’s name where it is of no city. */
function placeOf(zone: string): string {
  const isOfCity = zone.includes('/') && !zone.startsWith('Etc/');
  return isOfCity ? `in ${zone.split('/').at(-1)?.replaceAll('_', ' ')}` : `(${zone})`;
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

/** Since when something is so, in the reader's time zone: to the second today, otherwise with its day. */
export function formatSince(iso: string): string {
  const since = new Date(iso);
  return (since.toDateString() === new Date().toDateString() ? CLOCK : DATE_AND_CLOCK).format(since);
}
