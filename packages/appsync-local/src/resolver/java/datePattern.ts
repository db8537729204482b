import { NotEmulated } from './notEmulated.ts';

/**
 * A piece of a java.time.format.DateTimeFormatter pattern: a letter repeated `count` times, or text that stands for
 * itself.
 */
export type DatePiece = { letter: string; count: number } | { text: string };

/** Counts of letters whose output is the same in every locale and Java version. */
const KNOWN: Record<string, readonly number[]> = {
  y: [2, 4],
  u: [2, 4],
  M: [1, 2],
  d: [1, 2],
  D: [1, 3],
  H: [1, 2],
  h: [1, 2],
  K: [1, 2],
  k: [1, 2],
  m: [1, 2],
  s: [1, 2],
  S: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  X: [1, 2, 3],
  x: [1, 2, 3],
  Z: [1, 2, 3],
  V: [2],
};

/**
 * Reads a pattern. Throws NotEmulated for letters that depend on the locale (month names, am/pm, weeks) and for
 * optional parts.
 */
export function readDatePattern(pattern: string): DatePiece[] {
  const pieces: DatePiece[] = [];
  const tokens = pattern.match(/([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z]/g) ?? [];
  for (const token of tokens) {
    const letter = token.charAt(0);
    if (/[A-Za-z]/.test(letter)) {
      if (!KNOWN[letter]?.includes(token.length)) {
        throw new NotEmulated(`${token} in the date pattern ${pattern}`);
      }
      pieces.push({ letter, count: token.length });
    } else if (token.length > 1) {
      pieces.push({ text: token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'") });
    } else if (/[[\]{}#']/.test(token)) {
      throw new NotEmulated(`${token} in the date pattern ${pattern}`);
    } else {
      pieces.push({ text: token });
    }
  }
  return pieces;
}
