import { ID_ALPHABET, LIMITS } from './limits.ts';
import { validationError, type Failure } from './error.ts';

/** Whether a text may be an id: 1–64 characters of `A–Z a–z 0–9 . _ @ + -`. */
export function isId(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= LIMITS.idLength &&
    text.split('').every((character) => ID_ALPHABET.indexOf(character) > -1)
  );
}

/** Null, or the ValidationError of an id that breaks the rule above. */
export function checkId(field: string, id: string): Failure | null {
  if (isId(id)) {
    return null;
  }
  return validationError(field, `must be 1 to ${LIMITS.idLength} characters of A-Z a-z 0-9 . _ @ + -`, {
    maxLength: LIMITS.idLength,
    alphabet: ID_ALPHABET,
  });
}

/** Tab and line breaks. */
export const LINE_BREAKS = '\t\n\r\u2028\u2029';

/** Control characters (apart from tab and line breaks), and those that turn the direction of what follows. */
export const CONTROLS =
  '\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013' +
  '\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u0080\u0081\u0082\u0083' +
  '\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094' +
  '\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f' +
  '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

/** What shows nothing. */
const INVISIBLE =
  LINE_BREAKS +
  CONTROLS +
  '\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f' +
  '\u3000' +
  '\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u200e\u200f' +
  '\u2060\u2061\u2062\u2063\u2064\u2065\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufe00\ufe01\ufe02' +
  '\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f\ufeff\uffa0\ufff0\ufff1' +
  '\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8\ufff9\ufffa\ufffb';

/** What shows nothing beyond U+FFFF: format controls of shorthand and of music, tags and selectors of variants. */
const INVISIBLE_PAIRS = [
  { highs: '\ud82f', firstLow: '\udca0', lastLow: '\udca3' },
  { highs: '\ud834', firstLow: '\udd73', lastLow: '\udd7a' },
  { highs: '\udb40\udb41\udb42\udb43', firstLow: '\udc00', lastLow: '\udfff' },
];

/** Null, or the ValidationError of a line that is blank or that `checkLine` refuses. */
export function checkText(field: string, text: string, maxLength: number): Failure | null {
  return isBlank(text) ? validationError(field, 'must not be blank', { maxLength }) : checkLine(field, text, maxLength);
}

/** Null, or the ValidationError of a line that `checkLines` refuses or that is more than one; blank is fine. */
export function checkLine(field: string, text: string, maxLength: number): Failure | null {
  return contains(text, LINE_BREAKS)
    ? validationError(field, 'must be one line, without tabs', { maxLength })
    : checkLines(field, text, maxLength);
}

/**
 * Null, or the ValidationError of a text longer than `maxLength` UTF-16 units, with a control character or with half a
 * character, which cannot be stored; blank is fine, and so are line breaks and tabs.
 */
export function checkLines(field: string, text: string, maxLength: number): Failure | null {
  if (text.length > maxLength) {
    return validationError(field, `must have at most ${maxLength} UTF-16 units`, { maxLength });
  }
  if (contains(text, CONTROLS)) {
    const rule = 'must not have control characters, nor any that turn the direction of text';
    return validationError(field, rule, { maxLength });
  }
  return hasHalfCharacter(text)
    ? validationError(field, 'must not have half a character, a surrogate without its other', { maxLength })
    : null;
}

/** Whether a surrogate is without its other. It does not matter whether `split` takes pairs apart. */
function hasHalfCharacter(text: string): boolean {
  const units = text.split('');
  return units.some(
    (unit, nth) => (isHigh(unit) && !isLow(units[nth + 1] ?? '')) || (isLow(unit) && !isHigh(units[nth - 1] ?? '')),
  );
}

function isHigh(unit: string): boolean {
  return unit.length === 1 && unit >= '\ud800' && unit <= '\udbff';
}

function isLow(unit: string): boolean {
  return unit.length === 1 && unit >= '\udc00' && unit <= '\udfff';
}

/** Whether the text shows nothing at all. */
export function isBlank(text: string): boolean {
  const units = text.split('');
  return units.every((unit, nth) => INVISIBLE.indexOf(unit) > -1 || isInInvisiblePair(units, nth));
}

function isInInvisiblePair(units: string[], nth: number): boolean {
  const unit = units[nth] ?? '';
  const at = isLow(unit) ? nth - 1 : nth;
  if (at < 0 || at + 1 === units.length) {
    return false;
  }
  const high = units[at] ?? '';
  const low = units[at + 1] ?? '';
  return INVISIBLE_PAIRS.some(
    ({ highs, firstLow, lastLow }) => highs.indexOf(high) > -1 && low >= firstLow && low <= lastLow,
  );
}

function contains(text: string, characters: string): boolean {
  return characters.split('').some((character) => text.indexOf(character) > -1);
}
