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

/** Null, or the ValidationError of a text that is blank or longer than `maxLength` characters. */
export function checkText(field: string, text: string, maxLength: number): Failure | null {
  if (text.trim() === '') {
    return validationError(field, 'must not be blank', { maxLength });
  }
  return checkLength(field, text, maxLength);
}

/** Null, or the ValidationError of a text longer than `maxLength` characters; blank is fine. */
export function checkLength(field: string, text: string, maxLength: number): Failure | null {
  return text.length > maxLength
    ? validationError(field, `must have at most ${maxLength} characters`, { maxLength })
    : null;
}
