import { type DatePiece, readDatePattern } from './datePattern.ts';
import { NotEmulated } from './notEmulated.ts';
import { epochMsOf } from './zone.ts';

/** The text does not fit the pattern; the wording is ours, AppSync's was never recorded. */
export class UnparsableDate extends Error {
  override readonly name = 'UnparsableDate';
}

const OFFSETS: Record<string, string[]> = {
  X: ['(?:Z|[+-]\\d\\d(?:\\d\\d)?)', '(?:Z|[+-]\\d{4})', '(?:Z|[+-]\\d\\d:\\d\\d)'],
  x: ['[+-]\\d\\d(?:\\d\\d)?', '[+-]\\d{4}', '[+-]\\d\\d:\\d\\d'],
  Z: ['[+-]\\d{4}', '[+-]\\d{4}', '[+-]\\d{4}'],
};
const RANGES: Record<string, [number, number]> = { M: [1, 12], d: [1, 31], H: [0, 23], m: [0, 59], s: [0, 59] };

/**
 * util.time.parseFormattedToEpochMilliSeconds. `zone` is for patterns without an offset; year, month, day and hour have
 * to be there. A day that its month lacks becomes the month's last one, as Java's default ResolverStyle.SMART has it.
 * Throws UnparsableDate, and NotEmulated for what is not emulated.
 */
export function parseDate(text: string, pattern: string, zone?: string): number {
  const pieces = readDatePattern(pattern);
  const letters = pieces.flatMap((piece) => ('letter' in piece ? [piece.letter] : []));
  const match = new RegExp(
    `^${pieces.map((piece, index) => sourceOf(piece, pieces[index + 1], pattern)).join('')}$`,
    'u',
  ).exec(text);
  const failed = new UnparsableDate(`Text '${text}' could not be parsed with the pattern ${pattern}`);
  if (new Set(letters).size < letters.length) {
    throw new NotEmulated(`a letter used twice in the date pattern ${pattern}`);
  }
  if (match === null) {
    throw failed;
  }
  const found = Object.fromEntries(letters.map((letter, index) => [letter, match[index + 1]!]));
  for (const [letter, [from, to]] of Object.entries(RANGES)) {
    const value = Number(found[letter] ?? from);
    if (value < from || value > to) {
      throw letter === 'H' && value === 24 ? new NotEmulated('the hour 24') : failed;
    }
  }
  const localMs = localMsOf(found, pattern);
  const offset = found.X ?? found.x ?? found.Z;
  if (offset !== undefined) {
    return epochMsOf(
      localMs,
      offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`,
    );
  }
  if (zone === undefined) {
    throw new NotEmulated(`the date pattern ${pattern} without a time zone`);
  }
  return epochMsOf(localMs, zone);
}

function localMsOf(found: Record<string, string>, pattern: string): number {
  const { y, u = y, M, d, H, m = '0', s = '0', S = '' } = found;
  if (u === undefined || M === undefined || d === undefined || H === undefined || ('s' in found && !('m' in found))) {
    throw new NotEmulated(`the date pattern ${pattern} without year, month, day and hour`);
  }
  const year = u.length === 2 ? 2000 + Number(u) : Number(u);
  if (year === 0) {
    throw new NotEmulated('the year 0');
  }
  const lastDay = new Date(Date.UTC(2000 + (year % 400), Number(M), 0)).getUTCDate();
  const date = new Date(0);
  date.setUTCFullYear(year, Number(M) - 1, Math.min(Number(d), lastDay));
  return date.setUTCHours(Number(H), Number(m), Number(s), Number(S.padEnd(3, '0').slice(0, 3)));
}

function sourceOf(piece: DatePiece, next: DatePiece | undefined, pattern: string): string {
  if ('text' in piece) {
    return piece.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const { letter, count } = piece;
  const offset = OFFSETS[letter];
  if (offset !== undefined) {
    return `(${offset[count - 1]})`;
  }
  if (letter === 'S') {
    return `(\\d{${count}})`;
  }
  if (letter === 'y' || letter === 'u') {
    return `(\\d{${count}})`;
  }
  if (RANGES[letter] === undefined) {
    throw new NotEmulated(`parsing ${letter} in the date pattern ${pattern}`);
  }
  // Java reads a single letter as a number of any length, and divides adjacent numbers by rules of their own.
  if (count === 1 && next !== undefined && 'letter' in next) {
    throw new NotEmulated(`${letter} next to another letter in the date pattern ${pattern}`);
  }
  return count === 1 ? '(\\d{1,19})' : `(\\d{${count}})`;
}
