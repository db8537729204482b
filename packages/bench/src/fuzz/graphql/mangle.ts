import type { Dice } from '../dice.ts';

const SCRAPS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '$',
  '@',
  '!',
  '...',
  ':',
  '"',
  '"""',
  '#',
  ',',
  '&',
  '|',
  '\\',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\u{1F600}',
  '1e999',
  '0x1',
  '-',
  '.5',
  'null',
  'on',
  'fragment',
  'subscription',
  'type X { a: Int }',
  '\n',
  '\r',
  '\\u{110000}',
];

/** A text with one to four injuries: something inserted, removed, doubled, exchanged or cut off. */
export function mangle(text: string, dice: Dice): string {
  let result = text;
  for (let left = dice.between(1, 4); left > 0; left -= 1) {
    const at = dice.index(result.length + 1);
    const length = dice.between(1, 12);
    result = dice.pick([
      () => result.slice(0, at) + dice.pick(SCRAPS) + result.slice(at),
      () => result.slice(0, at) + result.slice(at + length),
      () => result.slice(0, at + length) + result.slice(at),
      () => result.slice(0, at) + dice.pick(SCRAPS) + result.slice(at + length),
      () => result.slice(0, at),
      () => result.slice(at) + result.slice(0, at),
    ])();
  }
  return result;
}

/** Documents that are large in one respect. */
export function flood(dice: Dice): string {
  const many = dice.pick([100, 1_000, 5_000]);
  const repeat = (text: (index: number) => string) => Array.from({ length: many }, (_, index) => text(index)).join(' ');
  return dice.pick([
    () => `{ ${repeat((index) => `a${index}: __typename`)} }`,
    () => `{ ${repeat(() => '__typename')} }`,
    () => `query (${repeat((index) => `$v${index}: Int`)}) { __typename }`,
    () =>
      `{ ${'getEvent(eventId: "e1") { viewerRegistration { event { '.repeat(1)}${'viewerRegistration { event { '.repeat(many / 50)}eventId${' } }'.repeat(
        many / 50,
      )} } } } }`,
    () => `${'{ a '.repeat(many)}${'}'.repeat(many)}`,
    () => `{ getEvent(eventId: ${'['.repeat(many)}${']'.repeat(many)}) { eventId } }`,
    () =>
      `{ ...F0 } ${Array.from(
        { length: 40 },
        (_, index) =>
          `fragment F${index} on Query { ${
            index < 39
              ? `a: getEvent(eventId: "e1") { ...G${index} } b: getEvent(eventId: "e1") { ...G${index} } ...F${index + 1}`
              : '__typename'
          } } fragment G${index} on Event { eventId }`,
      ).join(' ')}`,
    () =>
      `{ getEvent(eventId: "e1") { ...E0 } } ${Array.from(
        { length: 30 },
        (_, index) =>
          `fragment E${index} on Event { ${
            index < 29
              ? `x${index}: viewerRegistration { event { ...E${index + 1} } } y${index}: viewerRegistration { event { ...E${index + 1} } }`
              : 'eventId'
          } }`,
      ).join(' ')}`,
    () => `# ${'x'.repeat(many * 10)}\n{ __typename }`,
    () => `{ getEvent(eventId: "${'x'.repeat(many * 20)}") { eventId } }`,
    () => `query @skip(if: true) ${repeat(() => '@include(if: true)')} { __typename }`,
    () => `{ __typename ${repeat(() => '@include(if: true)')} }`,
  ])();
}
