import { AssemblyError } from '../assembly/types.ts';

/** Whether a record passes. */
export type RecordFilter = (record: unknown) => boolean;

/** Whether a field's value passes; undefined stands for an absent field. */
type LeafTest = (value: unknown) => boolean;

type Scalar = string | number | boolean | null;

/**
 * Makes the filter of a mapping's patterns: one of them must match; without any, everything passes (Lambda Developer
 * Guide, "Control which events Lambda sends to your function"). Throws AssemblyError naming what is no pattern or is
 * not emulated.
 */
export function recordFilter(patterns: readonly unknown[]): RecordFilter {
  if (patterns.length === 0) {
    return () => true;
  }
  const filters = patterns.map((pattern) => objectFilter(pattern));
  return (record) => filters.some((passes) => passes(record));
}

/** A pattern object: all of its fields must match, and one alternative of `$or`. */
function objectFilter(pattern: unknown): RecordFilter {
  if (!isObject(pattern)) {
    throw refusal(pattern);
  }
  const filters = Object.entries(pattern).map(([name, rule]): RecordFilter => {
    if (name === '$or') {
      if (!Array.isArray(rule) || rule.length === 0) {
        throw refusal(rule);
      }
      const alternatives = rule.map(objectFilter);
      return (value) => alternatives.some((passes) => passes(value));
    }
    const passes = Array.isArray(rule) ? leafFilter(rule) : objectFilter(rule);
    return (value) => passes(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  });
  // Of a list of objects, one must match all of the fields.
  return (value) => (Array.isArray(value) ? value : [value]).some((one) => filters.every((passes) => passes(one)));
}

/** The values that a field may have: literals and operators, of which one must match; of a list, one of its values. */
function leafFilter(rules: readonly unknown[]): RecordFilter {
  if (rules.length === 0) {
    throw refusal(rules);
  }
  const tests = rules.map((rule) => (isObject(rule) ? operatorTest(rule) : literalTest(rule)));
  return (value) => tests.some((test) => (Array.isArray(value) ? value.some(test) : test(value)));
}

function literalTest(rule: unknown): LeafTest {
  if (!isScalar(rule)) {
    throw refusal(rule);
  }
  return (value) => value === rule;
}

const OPERATORS: Record<string, (operand: unknown) => LeafTest | undefined> = {
  exists: (operand) =>
    typeof operand === 'boolean' ? (value) => (value !== undefined && !isObject(value)) === operand : undefined,
  prefix: (operand) => textTest(operand, (value, text) => value.startsWith(text)),
  suffix: (operand) => textTest(operand, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) => textTest(operand, (value, text) => value.toLowerCase() === text.toLowerCase()),
  'anything-but': (operand) => {
    const excluded = isObject(operand) ? [operatorTest(operand)] : [operand].flat().map(literalTest);
    return (value) => value !== undefined && !isObject(value) && !excluded.some((test) => test(value));
  },
  numeric: numericTest,
};

function operatorTest(rule: Record<string, unknown>): LeafTest {
  const [[name, operand] = ['', undefined], ...others] = Object.entries(rule);
  const make = Object.hasOwn(OPERATORS, name) && others.length === 0 ? OPERATORS[name] : undefined;
  const test = make?.(operand);
  if (test === undefined) {
    throw refusal(rule);
  }
  return test;
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Numbers of items are texts in stream records, so this never matches them: as on Lambda. */
function numericTest(operand: unknown): LeafTest | undefined {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0) {
    return undefined;
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    const bound: unknown = operand[index + 1];
    if (compare === undefined || typeof bound !== 'number') {
      return undefined;
    }
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function textTest(operand: unknown, holds: (value: string, operand: string) => boolean): LeafTest | undefined {
  return typeof operand === 'string' ? (value) => typeof value === 'string' && holds(value, operand) : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(rule: unknown): AssemblyError {
  return new AssemblyError(`not emulated: ${JSON.stringify(rule)} in a filter pattern`);
}
