import { RequestFault } from './requestFault.ts';

/** An object of a request, with its place (`$[query][expression]`) for messages. */
export interface RequestObject {
  readonly place: string;
  readonly fields: Record<string, unknown>;
}

/** Reads a JSON object; anything else is a RequestFault. */
export function readObject(value: unknown, place = '$'): RequestObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new RequestFault(`Expected JSON object for '${place}' but got ${kindOf(value)} instead.`);
  }
  return { place, fields: value as Record<string, unknown> };
}

/** Refuses every key but the known ones, as AppSync does: "Unsupported element '$[returnValues]'." */
export function allowOnly({ place, fields }: RequestObject, known: readonly string[]): void {
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) {
      throw new RequestFault(`Unsupported element '${place}[${key}]'.`);
    }
  }
}

/** A field that must be there: "Value for field '$[operation]' not found." Null counts as absent. */
export function required<T>(object: RequestObject, field: string, read: (value: unknown, place: string) => T): T {
  const found = optional(object, field, read);
  if (found === undefined) {
    throw new RequestFault(`Value for field '${object.place}[${field}]' not found.`);
  }
  return found;
}

/** A field that may be absent or null. */
export function optional<T>(
  { place, fields }: RequestObject,
  field: string,
  read: (value: unknown, place: string) => T,
): T | undefined {
  const value = fields[field];
  return value === undefined || value === null ? undefined : read(value, `${place}[${field}]`);
}

const reading =
  <T>(kind: string, is: (value: unknown) => value is T) =>
  (value: unknown, place: string): T => {
    if (!is(value)) {
      throw new RequestFault(`Expected ${kind} for '${place}' but got ${kindOf(value)} instead.`);
    }
    return value;
  };

export const text = reading('String', (value) => typeof value === 'string');
export const flag = reading('Boolean', (value) => typeof value === 'boolean');
export const wholeNumber = reading('Integer', (value): value is number => Number.isInteger(value));
export const list = reading('List', (value): value is unknown[] => Array.isArray(value));

/** An object whose values are all texts, such as `expressionNames`. */
export function texts(value: unknown, place: string): Record<string, string> {
  const { fields } = readObject(value, place);
  for (const [key, name] of Object.entries(fields)) {
    text(name, `${place}[${key}]`);
  }
  return fields as Record<string, string>;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return 'NULL';
  }
  if (Array.isArray(value)) {
    return 'LIST';
  }
  return typeof value === 'object' ? 'OBJECT' : (typeof value).toUpperCase();
}
