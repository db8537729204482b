import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { RequestFault } from './requestFault.ts';
import { readObject } from './requestObject.ts';

export type Attributes = Record<string, AttributeValue>;

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads a map of typed values as a request holds it: `{ PK: { S: 'a' } }`. */
export function readAttributes(value: unknown, place: string): Attributes {
  const { fields } = readObject(value, place);
  return Object.fromEntries(
    Object.entries(fields).map(([name, typed]) => [name, readAttribute(typed, `${place}[${name}]`)]),
  );
}

/**
 * Reads one typed value. `N` may be number or text, `NULL` null or true (docs/reference/appsync.md#attribute-values).
 */
function readAttribute(value: unknown, place: string): AttributeValue {
  const entries = Object.entries(readObject(value, place).fields);
  const [type, content] = entries[0] ?? [];
  const read = type === undefined || entries.length > 1 ? undefined : readers[type];
  const attribute = read?.(content, `${place}[${type}]`);
  if (attribute === undefined) {
    throw new RequestFault(`Expected a typed attribute value for '${place}'.`);
  }
  return attribute;
}

const bytes = (value: unknown) => (typeof value === 'string' ? Buffer.from(value, 'base64') : undefined);
const characters = (value: unknown) => (typeof value === 'string' ? value : undefined);
const digits = (value: unknown) =>
  Number.isFinite(value) || (typeof value === 'string' && numberText.test(value)) ? String(value) : undefined;

function all<T>(values: unknown, read: (value: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(values)) {
    return undefined;
  }
  const found = values.map(read);
  return found.includes(undefined) ? undefined : (found as T[]);
}

function given<T>(value: T | undefined, typed: (value: T) => AttributeValue): AttributeValue | undefined {
  return value === undefined ? undefined : typed(value);
}

const readers: Record<string, (content: unknown, place: string) => AttributeValue | undefined> = {
  S: (content) => given(characters(content), (S) => ({ S })),
  N: (content) => given(digits(content), (N) => ({ N })),
  B: (content) => given(bytes(content), (B) => ({ B })),
  BOOL: (content) => (typeof content === 'boolean' ? { BOOL: content } : undefined),
  NULL: (content) => (content === null || content === true ? { NULL: true } : undefined),
  SS: (content) => given(all(content, characters), (SS) => ({ SS })),
  NS: (content) => given(all(content, digits), (NS) => ({ NS })),
  BS: (content) => given(all(content, bytes), (BS) => ({ BS })),
  L: (content, place) =>
    Array.isArray(content)
      ? { L: content.map((value, index) => readAttribute(value, `${place}[${index}]`)) }
      : undefined,
  M: (content, place) => ({ M: readAttributes(content, place) }),
};

/**
 * Plain JSON of stored attributes, as `ctx.result` shows it: sets become arrays, binary base64
 * (docs/reference/appsync.md#results-and-cancelled-transactions).
 */
export function plainAttributes(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plainAttribute(value)]));
}

/** The plain JSON of an item, or null where there is none. */
export function plainItem(attributes: Attributes | undefined): Record<string, unknown> | null {
  return attributes === undefined ? null : plainAttributes(attributes);
}

function plainAttribute(value: AttributeValue): unknown {
  if (value.S !== undefined) {
    return value.S;
  }
  if (value.N !== undefined) {
    return Number(value.N);
  }
  if (value.BOOL !== undefined) {
    return value.BOOL;
  }
  if (value.M !== undefined) {
    return plainAttributes(value.M);
  }
  if (value.L !== undefined) {
    return value.L.map(plainAttribute);
  }
  if (value.SS !== undefined) {
    return value.SS;
  }
  if (value.NS !== undefined) {
    return value.NS.map(Number);
  }
  if (value.B !== undefined) {
    return base64(value.B);
  }
  if (value.BS !== undefined) {
    return value.BS.map(base64);
  }
  return null;
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

/** A text that is equal exactly for equal values: sets in any order, numbers by value. */
export function canonical(value: AttributeValue): string {
  if (value.N !== undefined) {
    return `N${Number(value.N)}`;
  }
  if (value.M !== undefined) {
    return `M{${canonicalMap(value.M)}}`;
  }
  if (value.L !== undefined) {
    return `L[${value.L.map(canonical).join()}]`;
  }
  if (value.SS !== undefined) {
    return `SS${JSON.stringify([...value.SS].sort())}`;
  }
  if (value.NS !== undefined) {
    return `NS${value.NS.map(Number).sort().join()}`;
  }
  if (value.BS !== undefined) {
    return `BS${value.BS.map(base64).sort().join()}`;
  }
  return JSON.stringify(value.B === undefined ? value : { B: base64(value.B) });
}

/** The same for a whole map, whatever the order of its keys. */
export function canonicalMap(attributes: Attributes): string {
  const names = Object.keys(attributes).sort();
  return names.map((name) => `${JSON.stringify(name)}:${canonical(attributes[name]!)}`).join();
}
