import { literal, type PatternReader } from './patternReader.ts';

const WHITE = ' \\t\\n\\x0b\\f\\r';
const CONTROLS: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' };
const hexDigits: Record<string, number> = { x: 2, u: 4 };

/**
 * Reads what follows a backslash: `character` for one that stands for itself, `members` for a set that can also stand
 * within brackets, `source` for a set as a whole. Predefined sets of Java are ASCII (java.util.regex.Pattern,
 * "Predefined character classes").
 */
export function readEscape(reader: PatternReader): { character?: string; members?: string; source: string } {
  const escaped = reader.take();
  switch (escaped) {
    case 'd':
    case 'w':
      return { members: `\\${escaped}`, source: `\\${escaped}` };
    case 's':
      return { members: WHITE, source: `[${WHITE}]` };
    case 'D':
    case 'W':
      return { source: `\\${escaped}` };
    case 'S':
      return { source: `[^${WHITE}]` };
  }
  const character = CONTROLS[escaped] ?? readHex(escaped, reader) ?? escaped;
  if (character === escaped && /[A-Za-z0-9]/.test(escaped)) {
    throw reader.refuse(`\\${escaped}`);
  }
  return { character, source: literal(character, reader) };
}

function readHex(escaped: string, reader: PatternReader): string | undefined {
  const length = hexDigits[escaped];
  if (length === undefined) {
    return undefined;
  }
  let digits = '';
  for (let index = 0; index < length; index += 1) {
    digits += reader.take();
  }
  if (!/^[0-9A-Fa-f]+$/.test(digits)) {
    throw reader.refuse(`\\${escaped}${digits}`);
  }
  return String.fromCharCode(Number.parseInt(digits, 16));
}
