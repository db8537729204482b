import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ID_ALPHABET, LIMITS } from '../../../../../domain/limits.ts';
import { isId } from '../../../../../domain/text.ts';
import { isAbsent, type Findings } from './findings.ts';

const HASH_LENGTH = 24;
const MAPPED = new RegExp(`^(.*)-[0-9a-f]{${HASH_LENGTH}}$`);

/** The text of an old id of any key type: a number's digits, a binary's base64url. */
export function legacyIdText(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? Buffer.from(value?.B ?? []).toString('base64url');
}

/** The key with that text, of the type of another one; null if no key of that type has it. */
export function legacyKeyOf(text: string, like: AttributeValue | undefined): AttributeValue | null {
  if (like?.S !== undefined) {
    return { S: text };
  }
  const key = { B: new Uint8Array(Buffer.from(text, 'base64url')) };
  return like?.B !== undefined && legacyIdText(key) === text ? key : null;
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
  if (mapIds && isId(text) && readsAsMapped(text)) {
    findings.add('organizer.likeMapped', 'organizer', value);
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

/** Whether an allowed id could be what another text is mapped to: a hash behind what was replaced or cut. */
function readsAsMapped(id: string): boolean {
  const readable = MAPPED.exec(id)?.[1];
  return readable !== undefined && (readable.includes('_') || id.length === LIMITS.idLength);
}
