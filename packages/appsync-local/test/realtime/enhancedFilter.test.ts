import { describe, expect, it } from 'vitest';
import { readEnhancedFilter } from '../../src/realtime/filter/enhancedFilter.ts';

const filter = (fieldName: string, operator: string, value: unknown) => ({ fieldName, operator, value });
const group = (...filters: unknown[]) => ({ filterGroup: [{ filters }] });
const payload = {
  text: 'Abc',
  number: 5,
  yes: true,
  list: ['a', 'b'],
  nothing: null,
  inner: { word: 'w', a: { b: { c: { d: { e: 1 } } } } },
};

describe('readEnhancedFilter', () => {
  it.each<[string, string, unknown, boolean]>([
    ['text', 'eq', 'Abc', true],
    ['text', 'eq', 'abc', false],
    ['number', 'eq', '5', false],
    ['yes', 'eq', true, true],
    ['text', 'ne', 'x', true],
    ['number', 'ne', 5, false],
    ['number', 'ne', '5', true],
    ['number', 'le', 5, true],
    ['number', 'lt', 5, false],
    ['number', 'ge', 5, true],
    ['number', 'gt', 4, true],
    ['number', 'gt', '4', false],
    ['text', 'lt', 'B', true],
    ['text', 'contains', 'bc', true],
    ['list', 'contains', 'a', true],
    ['list', 'contains', 'ab', false],
    ['text', 'notContains', 'x', true],
    ['list', 'notContains', 'b', false],
    ['text', 'beginsWith', 'Ab', true],
    ['text', 'beginsWith', 'b', false],
    ['number', 'in', [1, 5], true],
    ['number', 'in', ['5'], false],
    ['text', 'notIn', ['x'], true],
    ['text', 'notIn', ['Abc'], false],
    ['number', 'between', [5, 6], true],
    ['number', 'between', [6, 9], false],
    ['text', 'between', ['A', 'B'], true],
    ['list', 'containsAny', ['x', 'b'], true],
    ['list', 'containsAny', ['x'], false],
    ['text', 'containsAny', ['Abc'], false],
    ['inner.word', 'eq', 'w', true],
    ['inner.a.b.c.d', 'ne', 'x', true],
    ['inner.a.b.c.d.e', 'eq', 'ignored', true],
    ['missing', 'ne', 1, false],
    ['nothing', 'notIn', ['x'], false],
    ['nothing', 'notContains', 'x', false],
    ['inner.missing', 'eq', 'x', false],
  ])('%s %s %j', (fieldName, operator, value, passes) => {
    expect(readEnhancedFilter(group(filter(fieldName, operator, value)))(payload)).toBe(passes);
  });

  it('needs all filters of one entry of the group, and any of the entries', () => {
    const passes = filter('number', 'eq', 5);
    const fails = filter('number', 'eq', 6);
    expect(readEnhancedFilter(group(passes, fails))(payload)).toBe(false);
    expect(readEnhancedFilter({ filterGroup: [{ filters: [fails] }, { filters: [passes] }] })(payload)).toBe(true);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
  it.each<[string, unknown]>([
    ['subscription exceeds maximum value limit 5 for operator `in`.', group(filter('text', 'in', many(6)))],
    ['subscription exceeds maximum value limit 5 for operator `notIn`.', group(filter('text', 'notIn', many(6)))],
    [
      'subscription exceeds maximum value limit 20 for operator `containsAny`.',
      group(filter('list', 'containsAny', many(21))),
    ],
    [
      'Filters exceed maximum attributes limit 5 for subscription',
      group(...many(6).map((name) => filter(name, 'eq', 1))),
    ],
    [
      'Filters exceed maximum filter group limit 10 for subscription',
      { filterGroup: many(11).map(() => ({ filters: [filter('text', 'eq', 'x')] })) },
    ],
    ['maximum string length 256', group(filter('text', 'eq', 'x'.repeat(257)))],
    ['unknown operator `like`', group(filter('text', 'like', 'x'))],
    ['invalid value for operator `between`', group(filter('text', 'between', ['a']))],
    ['invalid value for operator `eq`', group(filter('text', 'eq', null))],
    ['no filterGroup', {}],
    ['not an object', 'x'],
  ])('refuses: %s', (message, refused) => expect(() => readEnhancedFilter(refused)).toThrow(message));

  it('takes as much as is allowed', () => {
    const filters = [
      filter('text', 'in', many(5)),
      filter('text', 'ne', 'x'.repeat(256)),
      ...many(4).map((name) => filter(name, 'eq', 1)),
    ];
    expect(readEnhancedFilter({ filterGroup: many(10).map(() => ({ filters })) })(payload)).toBe(false);
    expect(() => readEnhancedFilter(group(filter('list', 'containsAny', many(20))))).not.toThrow();
  });
});
