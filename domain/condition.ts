import { TABLE_KEYS } from './keys.ts';
import type { Expression } from './transaction.ts';

/**
 * One demand on a stored item of type T. Clauses are made by the functions below, which accept only attributes that T
 * has and values that they can hold; `allOf` makes a condition of them.
 */
export interface Clause<T> {
  parts: Part[];
  /** For the compiler only: without it, clauses on different items would be of one type. */
  item?: (item: T) => void;
}

/** Text as it is, or what gets a placeholder: an attribute's name or a value. */
type Part = string | { attribute: string; value?: never } | { attribute?: never; value: unknown };

type AttributeOf<T> = Extract<keyof T, string>;
type NumberOf<T> = { [A in AttributeOf<T>]-?: ValueOf<T, A> extends number ? A : never }[AttributeOf<T>];
type ValueOf<T, A extends keyof T> = NonNullable<T[A]>;

/**
 * The condition (or filter) that all these clauses hold, of which there must be one at least. In its expression `#if_x`
 * stands for attribute `x` and `:if_n` for the n-th value.
 */
export function allOf<T>(clauses: Clause<T>[]): Expression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const texts = clauses.map((clause) => `(${clause.parts.map((part) => textOf(part, names, values)).join('')})`);
  return { expression: texts.join(' AND '), names, values };
}

/** The text of a part; its placeholder, if it has one, is added to `names` or `values`. */
function textOf(part: Part, names: Record<string, string>, values: Record<string, unknown>): string {
  if (typeof part === 'string') {
    return part;
  }
  if (part.attribute !== undefined) {
    names[`#if_${part.attribute}`] = part.attribute;
    return `#if_${part.attribute}`;
  }
  const placeholder = `:if_${Object.keys(values).length}`;
  values[placeholder] = part.value;
  return placeholder;
}

/** The item is there. */
export function exists<T>(): Clause<T> {
  return { parts: ['attribute_exists(', { attribute: TABLE_KEYS.partitionKey }, ')'] };
}

/** The item is not there. */
export function absent<T>(): Clause<T> {
  return { parts: ['attribute_not_exists(', { attribute: TABLE_KEYS.partitionKey }, ')'] };
}

/** The attribute is not stored. */
export function lacks<T>(attribute: AttributeOf<T>): Clause<T> {
  return { parts: ['attribute_not_exists(', { attribute }, ')'] };
}

/** attribute = value */
export function is<T, A extends AttributeOf<T>>(attribute: A, value: ValueOf<T, A>): Clause<T> {
  return { parts: [{ attribute }, ' = ', { value }] };
}

/** attribute = value, as it was read; where none was stored, there is none still. */
export function isStill<T, A extends AttributeOf<T>>(attribute: A, value: ValueOf<T, A> | undefined): Clause<T> {
  return value === undefined ? lacks<T>(attribute) : is<T, A>(attribute, value);
}

/** The attribute has one of these values, at least one. */
export function isOneOf<T, A extends AttributeOf<T>>(attribute: A, values: ValueOf<T, A>[]): Clause<T> {
  const list = values.flatMap((value, index): Part[] => (index === 0 ? [{ value }] : [', ', { value }]));
  return { parts: [{ attribute }, ' IN (', ...list, ')'] };
}

/** attribute > value */
export function isAbove<T>(attribute: NumberOf<T>, value: number): Clause<T> {
  return { parts: [{ attribute }, ' > ', { value }] };
}

/** attribute >= value */
export function isAtLeast<T>(attribute: NumberOf<T>, value: number): Clause<T> {
  return { parts: [{ attribute }, ' >= ', { value }] };
}

/** attribute <= value */
export function isAtMost<T>(attribute: NumberOf<T>, value: number): Clause<T> {
  return { parts: [{ attribute }, ' <= ', { value }] };
}

/** time < value, for stored times of any kind. */
export function isBefore<T, A extends AttributeOf<T>>(time: A, value: ValueOf<T, A>): Clause<T> {
  return { parts: [{ attribute: time }, ' < ', { value }] };
}

/** time > value, for stored times of any kind. */
export function isAfter<T, A extends AttributeOf<T>>(time: A, value: ValueOf<T, A>): Clause<T> {
  return { parts: [{ attribute: time }, ' > ', { value }] };
}

/** time >= value, for stored times of any kind. */
export function isNotBefore<T, A extends AttributeOf<T>>(time: A, value: ValueOf<T, A>): Clause<T> {
  return { parts: [{ attribute: time }, ' >= ', { value }] };
}

/** time <= value, for stored times of any kind. */
export function isNotAfter<T, A extends AttributeOf<T>>(time: A, value: ValueOf<T, A>): Clause<T> {
  return { parts: [{ attribute: time }, ' <= ', { value }] };
}

/** attribute < other attribute */
export function isLess<T>(attribute: NumberOf<T>, than: NumberOf<T>): Clause<T> {
  return { parts: [{ attribute }, ' < ', { attribute: than }] };
}

/** attribute >= other attribute */
export function isNotLess<T>(attribute: NumberOf<T>, than: NumberOf<T>): Clause<T> {
  return { parts: [{ attribute }, ' >= ', { attribute: than }] };
}

/** One of two clauses holds, or both. */
export function either<T>(one: Clause<T>, other: Clause<T>): Clause<T> {
  return { parts: [...one.parts, ' OR ', ...other.parts] };
}

/** The clause does not hold. */
export function not<T>(clause: Clause<T>): Clause<T> {
  return { parts: ['NOT (', ...clause.parts, ')'] };
}
