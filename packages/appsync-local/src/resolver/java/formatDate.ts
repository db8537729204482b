import { type DatePiece, readDatePattern } from './datePattern.ts';
import { NotEmulated } from './notEmulated.ts';
import { offsetSecondsAt } from './zone.ts';

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/**
 * util.time.epochMilliSecondsToFormatted and nowFormatted: a moment by a pattern of java.time.format.DateTimeFormatter.
 * Throws NotEmulated for patterns and zones that are not emulated, and for years before 1 and after 9999.
 */
export function formatDate(epochMs: number, pattern: string, zone = 'UTC'): string {
  const pieces = readDatePattern(pattern);
  const offsetSeconds = offsetSecondsAt(zone, epochMs);
  const local = new Date(epochMs + offsetSeconds * 1000);
  const year = local.getUTCFullYear();
  if (!Number.isInteger(epochMs) || !(year >= 1 && year <= 9999)) {
    throw new NotEmulated('times outside the years 1 to 9999');
  }
  return pieces
    .map((piece) => ('text' in piece ? piece.text : formatPiece(piece, local, offsetSeconds, zone)))
    .join('');
}

function formatPiece(
  { letter, count }: Extract<DatePiece, { letter: string }>,
  local: Date,
  offsetSeconds: number,
  zone: string,
): string {
  const hour = local.getUTCHours();
  const year = local.getUTCFullYear();
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? pad(year % 100, 2) : pad(year, 4);
    case 'M':
      return pad(local.getUTCMonth() + 1, count);
    case 'd':
      return pad(local.getUTCDate(), count);
    case 'D':
      return pad(Math.floor((local.getTime() - new Date(local).setUTCMonth(0, 1)) / 86_400_000) + 1, count);
    case 'H':
      return pad(hour, count);
    case 'k':
      return pad(hour === 0 ? 24 : hour, count);
    case 'K':
      return pad(hour % 12, count);
    case 'h':
      return pad(hour % 12 === 0 ? 12 : hour % 12, count);
    case 'm':
      return pad(local.getUTCMinutes(), count);
    case 's':
      return pad(local.getUTCSeconds(), count);
    case 'S':
      return pad(local.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, count);
    case 'V':
      return zone;
    default:
      return formatOffset(letter, count, offsetSeconds);
  }
}

function formatOffset(letter: string, count: number, offsetSeconds: number): string {
  if (letter === 'X' && offsetSeconds === 0) {
    return 'Z';
  }
  const total = Math.abs(offsetSeconds);
  const [hours, minutes] = [pad(Math.floor(total / 3600), 2), pad(Math.floor(total / 60) % 60, 2)];
  // +HHMM of an offset with seconds drops them; zones had such offsets before 1900.
  if (total % 60 !== 0) {
    throw new NotEmulated('an offset with seconds');
  }
  const sign = offsetSeconds < 0 ? '-' : '+';
  if (letter !== 'Z' && count === 1 && minutes === '00') {
    return `${sign}${hours}`;
  }
  return `${sign}${hours}${letter !== 'Z' && count === 3 ? ':' : ''}${minutes}`;
}
