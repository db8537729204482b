import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ID_ALPHABET, LIMITS } from '../../../../../domain/limits.ts';
import { isId } from '../../../../../domain/text.ts';
import { isAbsent, type Findings } from './findings.ts';

const HASH_LENGTH = 24;

/** The text of an old id of any key type: a number's digits, a binary's base64url. */
export function legacyIdText(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? Buffer.from(value?.B ?? []).toString('base64url');
}

/** The event's id. */
export function idOf(
  attribute: string,
  value: AttributeValue | undefined,
  mapIds: boolean,
  findings: Findings,
): string {
  const text = legacyIdText(value);
  if (value?.S === undefined) {
    findings.add('id.notText', attribute, value, text);
  }
  return withinAlphabet(text, 'id', attribute, value, mapIds, findings);
}

/** The organizer's user id, null if there is none. */
export function organizerOf(value: AttributeValue | undefined, mapIds: boolean, findings: Findings): string | null {
  const text = isAbsent(value) ? undefined : (value?.S ?? value?.N);
  if (text === undefined) {
    findings.add('organizer.missing', 'organizer', value);
    return null;
  }
  return withinAlphabet(text, 'organizer', 'organizer', value, mapIds, findings);
}

function withinAlphabet(
  text: string,
  kind: 'id' | 'organizer',
  attribute: string,
  value: AttributeValue | undefined,
  mapIds: boolean,
  findings: Findings,
): string {
  if (isId(text)) {
    return text;
  }
  const mapped = mappedId(text);
  findings.add(mapIds ? `${kind}.mapped` : `${kind}.outsideAlphabet`, attribute, value, mapped);
  return mapped;
}

/** The same allowed id for the same text, always: what is readable of it, then 96 bits of its SHA-256. */
function mappedId(text: string): string {
  const readable = [...text].map((character) => (ID_ALPHABET.includes(character) ? character : '_')).join('');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
  return `${readable.slice(0, LIMITS.idLength - HASH_LENGTH - 1)}-${hash}`;
}
