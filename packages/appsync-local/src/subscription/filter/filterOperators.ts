import { FilterRefused } from './filterRefused.ts';

/** Whether a field's value, neither null nor absent, passes. */
export type ValueTest = (field: unknown) => boolean;

type Scalar = string | number | boolean;

/**
 * The operators of enhanced filters with the values they take (docs/reference/appsync.md#enhanced-filters): types must
 * be the same, texts are compared with case. Each makes its test from the filter's value, or answers undefined for a
 * value of a type that it does not take.
 */
const OPERATORS: Record<string, (value: unknown) => ValueTest | undefined> = {
  eq: (value) => (isScalar(value) ? (field) => field === value : undefined),
  ne: (value) => (isScalar(value) ? (field) => field !== value : undefined),
  le: (value) => ordered(value, (order) => order <= 0),
  lt: (value) => ordered(value, (order) => order < 0),
  ge: (value) => ordered(value, (order) => order >= 0),
  gt: (value) => ordered(value, (order) => order > 0),
  contains: (value) => (isScalar(value) ? (field) => holds(field, value) : undefined),
  notContains: (value) => (isScalar(value) ? (field) => !holds(field, value) : undefined),
  beginsWith: (value) =>
    typeof value === 'string' ? (field) => typeof field === 'string' && field.startsWith(value) : undefined,
  in: (value) => (isList(value) ? (field) => value.includes(field as Scalar) : undefined),
  notIn: (value) => (isList(value) ? (field) => !value.includes(field as Scalar) : undefined),
  between: (value) => {
    if (!isList(value) || value.length !== 2) {
      return undefined;
    }
    const [from, to] = value.map((bound, index) => ordered(bound, (order) => (index === 0 ? order >= 0 : order <= 0)));
    return from === undefined || to === undefined ? undefined : (field) => from(field) && to(field);
  },
  containsAny: (value) =>
    isList(value) ? (field) => Array.isArray(field) && value.some((one) => field.includes(one)) : undefined,
};

const MAX_VALUES: Record<string, number> = { in: 5, notIn: 5, containsAny: 20 };
const MAX_TEXT_LENGTH = 256;

/**
 * Makes an operator's test. Throws FilterRefused for an unknown operator, a value it does not take, or too much of it.
 */
export function valueTest(operator: unknown, value: unknown): ValueTest {
  const make = typeof operator === 'string' && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (make === undefined) {
    throw new FilterRefused(`subscription filter has an unknown operator \`${String(operator)}\`.`);
  }
  const limit = MAX_VALUES[String(operator)];
  if (limit !== undefined && Array.isArray(value) && value.length > limit) {
    throw new FilterRefused(`subscription exceeds maximum value limit ${limit} for operator \`${String(operator)}\`.`);
  }
  if ([value].flat().some((one) => typeof one === 'string' && one.length > MAX_TEXT_LENGTH)) {
    throw new FilterRefused(
      `subscription exceeds maximum string length ${MAX_TEXT_LENGTH} for operator \`${String(operator)}\`.`,
    );
  }
  const test = make(value);
  if (test === undefined) {
    throw new FilterRefused(`subscription filter has an invalid value for operator \`${String(operator)}\`.`);
  }
  return test;
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isList(value: unknown): value is Scalar[] {
  return Array.isArray(value) && value.every(isScalar);
}

/** Order exists among numbers, and among texts by code unit. */
function ordered(value: unknown, holdsFor: (order: number) => boolean): ValueTest | undefined {
  if (typeof value === 'number') {
    return (field) => typeof field === 'number' && holdsFor(field - value);
  }
  if (typeof value !== 'string') {
    return undefined;
  }
  return (field) => typeof field === 'string' && holdsFor(field < value ? -1 : field > value ? 1 : 0);
}

function holds(field: unknown, value: Scalar): boolean {
  if (Array.isArray(field)) {
    return field.includes(value);
  }
  return typeof field === 'string' && typeof value === 'string' && field.includes(value);
}
