import { NotEmulated } from './notEmulated.ts';

const REGIONS = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', 'GMT']);
const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * The offset from UTC of a java.time.ZoneId at a moment, in seconds: a region, `Z`, or `+hh:mm`. Throws NotEmulated for
 * other ids.
 */
export function offsetSecondsAt(zone: string, epochMs: number): number {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') {
    return 0;
  }
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (sign !== undefined) {
    const seconds = Number(hours) * 3600 + Number(minutes) * 60;
    if (Number(minutes) > 59 || seconds > 18 * 3600) {
      throw new NotEmulated(`the time zone ${zone}`);
    }
    return sign === '-' ? -seconds : seconds;
  }
  if (!REGIONS.has(zone)) {
    throw new NotEmulated(`the time zone ${zone}`);
  }
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!);
  return (local - Math.floor(epochMs / 1000) * 1000) / 1000;
}

/**
 * The moment of a local time: before a gap's clock change moves it on, and the earlier one of two
 * (java.time.ZonedDateTime.of).
 */
export function epochMsOf(localMs: number, zone: string): number {
  const dayMs = 86_400_000;
  const before = offsetSecondsAt(zone, localMs - dayMs);
  const after = offsetSecondsAt(zone, localMs + dayMs);
  const fits = (offset: number) => offsetSecondsAt(zone, localMs - offset * 1000) === offset;
  const offset = !fits(before) && fits(after) ? after : before;
  return localMs - offset * 1000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) {
    return known;
  }
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}
