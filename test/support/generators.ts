import fc from 'fast-check';
import { ID_ALPHABET, LIMITS } from '../../domain/limits.ts';

/** Short valid id text over the whole alphabet; put a fresh prefix before it. */
export const idTail = fc.string({ unit: fc.constantFrom(...ID_ALPHABET), maxLength: 40 });

const printable = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ minLength: maxLength - 5, maxLength }),
    fc.constantFrom(
      'Ada',
      'a'.repeat(maxLength),
      'Zoë "Ω" \\ \u{1F600}',
      '  padded  ',
      '#',
      '{"S":"x"}',
      '$util',
      'null',
    ),
  );

const isLine = (value: string) => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(value);

/** A line of 1 to `maxLength` characters that is not blank. */
export const text = (maxLength: number) => anyText(maxLength).filter((value) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(value));

/** A line of up to `maxLength` characters, also blank. */
export const anyText = (maxLength: number) =>
  printable(maxLength).filter((value) => value.length <= maxLength && isLine(value));

/** What is no id: empty, too long, or with a character that ids must not have. */
export const notAnId = fc.oneof(
  fc.constant(''),
  fc.string({ unit: fc.constantFrom(...ID_ALPHABET), minLength: LIMITS.idLength + 1, maxLength: 200 }),
  fc
    .tuple(
      idTail,
      fc.constantFrom('#', ' ', '\t', '\n', '\u0000', '\u001f', '\u007f', '/', '%', 'ä', '\u{1F600}', "'", '"'),
      idTail,
    )
    .map((parts) => parts.join('').slice(0, LIMITS.idLength))
    .filter((value) => [...value].some((character) => !ID_ALPHABET.includes(character))),
);

/** What is no name: blank in any way, longer than 100 characters, or with a character that no line has. */
export const notAName = fc.oneof(
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2003', '\u200b', '\u3164', '\u0000'),
    maxLength: 120,
  }),
  fc
    .constantFrom('\n', '\t', '\u0000', '\u0085', '\u202e', '\u2067', '\ud800', '\udfff')
    .map((character) => `A${character}da`),
  fc.string({ unit: fc.constantFrom('a', ' ', 'é'), minLength: LIMITS.nameLength + 1, maxLength: 300 }),
);
