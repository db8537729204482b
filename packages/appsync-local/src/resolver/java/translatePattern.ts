import { readEscape } from './escape.ts';
import { literal, PatternReader, type PatternPart } from './patternReader.ts';

const LINE_ENDS = '\\n\\r\\u0085\\u2028\\u2029';
/** Java's `.` and `$` know one line terminator more than JavaScript, and `$` also matches before a last one. */
const DOT = `[^${LINE_ENDS}]`;
const DOLLAR = `(?:(?=(?:\\r\\n|[${LINE_ENDS}])?$)(?<!\\r(?=\\n$)))`;
const MAX_REPEATS = 1000;

/**
 * A Java regular expression (java.util.regex.Pattern) as the source of a JavaScript RegExp with the flag `u` that
 * matches the same texts at the same places. Throws NotEmulated for whatever differs between the two, or between
 * versions of Java.
 */
export function translatePattern(pattern: string): PatternPart {
  const reader = new PatternReader(pattern);
  const part = readAlternatives(reader);
  if (reader.peek() !== undefined) {
    throw reader.refuse('a ) too many');
  }
  return part;
}

function readAlternatives(reader: PatternReader): PatternPart {
  const alternatives = [readSequence(reader)];
  while (reader.skip('|')) {
    alternatives.push(readSequence(reader));
  }
  return {
    source: alternatives.map(({ source }) => source).join('|'),
    isNullable: alternatives.some(({ isNullable }) => isNullable),
  };
}

function readSequence(reader: PatternReader): PatternPart {
  const parts: PatternPart[] = [];
  for (let next = reader.peek(); next !== undefined && next !== '|' && next !== ')'; next = reader.peek()) {
    parts.push(readQuantified(reader));
  }
  return {
    source: parts.map(({ source }) => source).join(''),
    isNullable: parts.every(({ isNullable }) => isNullable),
  };
}

function readQuantified(reader: PatternReader): PatternPart {
  const atom = readAtom(reader);
  const quantifier = readQuantifier(reader);
  if (quantifier === null) {
    return atom;
  }
  // The two engines end loops over nothing in different ways.
  if (atom.isNullable) {
    throw reader.refuse('a repetition of what may be empty');
  }
  if (reader.peek() === '+') {
    throw reader.refuse('a possessive quantifier');
  }
  const lazy = reader.skip('?') ? '?' : '';
  if (readQuantifier(reader) !== null) {
    throw reader.refuse('a quantifier of a quantifier');
  }
  return { source: `${atom.source}${quantifier.source}${lazy}`, isNullable: quantifier.from === 0 };
}

function readQuantifier(reader: PatternReader): { source: string; from: number } | null {
  for (const [sign, from] of [
    ['*', 0],
    ['+', 1],
    ['?', 0],
  ] as const) {
    if (reader.skip(sign)) {
      return { source: sign, from };
    }
  }
  if (!reader.skip('{')) {
    return null;
  }
  const isDigit = (character: string) => /[0-9]/.test(character);
  const least = reader.takeWhile(isDigit);
  const most = reader.skip(',') ? reader.takeWhile(isDigit) : least;
  if (least === '' || !reader.skip('}')) {
    throw reader.refuse('a { that begins no repetition');
  }
  const [from, to] = [Number(least), most === '' ? Number(least) : Number(most)];
  if (to < from || to > MAX_REPEATS) {
    throw reader.refuse(`{${least},${most}}`);
  }
  return { source: `{${least}${most === least ? '' : `,${most}`}}`, from };
}

function readAtom(reader: PatternReader): PatternPart {
  const character = reader.take();
  switch (character) {
    case '.':
      return { source: DOT, isNullable: false };
    case '^':
      return { source: '^', isNullable: true };
    case '$':
      return { source: DOLLAR, isNullable: true };
    case '\\':
      return { source: readEscape(reader).source, isNullable: false };
    case '[':
      return { source: readClass(reader), isNullable: false };
    case '(':
      return readGroup(reader);
    case '*':
    case '+':
    case '?':
    case '{':
      throw reader.refuse(`a ${character} that repeats nothing`);
    default:
      return { source: literal(character, reader), isNullable: false };
  }
}

function readGroup(reader: PatternReader): PatternPart {
  const opening = ['?:', '?=', '?!'].find((known) => reader.skip(known));
  if (opening === undefined && reader.peek() === '?') {
    throw reader.refuse('a group that begins with (?');
  }
  const inner = readAlternatives(reader);
  if (!reader.skip(')')) {
    throw reader.refuse('a group without an end');
  }
  const isLookahead = opening === '?=' || opening === '?!';
  return { source: `(${opening ?? '?:'}${inner.source})`, isNullable: isLookahead || inner.isNullable };
}

function readClass(reader: PatternReader): string {
  const members: string[] = [];
  const sign = reader.skip('^') ? '^' : '';
  if (reader.peek() === ']') {
    throw reader.refuse('a ] that begins brackets');
  }
  while (!reader.skip(']')) {
    const from = readMember(reader, members.length === 0);
    if (from.character === undefined || reader.peek() !== '-' || reader.peek(1) === ']') {
      members.push(from.members);
      continue;
    }
    reader.skip('-');
    const to = readMember(reader, false);
    if (to.character === undefined || to.character.codePointAt(0)! < from.character.codePointAt(0)!) {
      throw reader.refuse('a range of brackets');
    }
    members.push(`${from.members}-${to.members}`);
  }
  return `[${sign}${members.join('')}]`;
}

/** Java gives `[`, `&&` and a leading `]` a meaning of their own within brackets. */
function readMember(reader: PatternReader, isFirst: boolean): { character?: string; members: string } {
  const character = reader.take();
  if (character === '\\') {
    const escape = readEscape(reader);
    if (escape.character === undefined && escape.members === undefined) {
      throw reader.refuse('an inverted set within brackets');
    }
    return { character: escape.character, members: escape.members ?? escape.source };
  }
  const isDash = character === '-' && !isFirst && reader.peek() !== ']';
  if (isDash || ['[', ']', '^', '&'].includes(character)) {
    throw reader.refuse(`an unescaped ${character} within brackets`);
  }
  return { character, members: literal(character, reader) };
}
