import { isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';
import type { Dice } from '../dice.ts';

/** Things that exist when the fuzzing begins. */
export interface Known {
  userIds: readonly string[];
  eventIds: readonly string[];
  nextTokens: readonly string[];
}

/** A value in both notations: of a document, and of JSON variables. */
export interface Value {
  literal: string;
  json: string;
}

const ODD_TEXTS = [
  '',
  ' ',
  '#',
  'USER#u1',
  'EVENT#e1',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  '../../etc',
  '${jndi:ldap://x}',
  '{{7*7}}',
  "'; DROP TABLE",
  '<script>',
  '\u0000',
  '\u001f\u007f',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e',
  '\u2066x\u2069',
  '\u200b',
  '\u3164',
  '\u{1d173}\u{1bca0}\u{e0041}',
  '\u{e0fff}',
  '\udb40A',
  '\u0085',
  'two\nlines',
  '\u{1F600}'.repeat(20),
  'e\u0301'.repeat(40),
  'é',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(5_000),
  '\n\r\t',
  '"""',
  '\\',
  '"',
  '%00',
  '0',
  '-1',
  'true',
  '1e5',
  '{"S":"x"}',
  '$util',
  '$ctx.args',
];
const DATES = [
  '2030-06-01T18:00:00.000Z',
  '2031-01-01T00:00:00+02:00',
  '2030-06-01',
  '2030-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-01:00',
  '0001-01-01T00:00:00+00:01',
  '-0001-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  'soon',
  '2030-06-01T18:00:00.123456789Z',
  '2030-06-01T25:00:00Z',
  '',
];
const WHOLE_NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '5',
  '20',
  '100',
  '101',
  '1000000',
  '1000001',
  '-1',
  '-0',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '1e400',
  '1.5',
  '1e2',
  '123456789012345678901234567890',
];

/**
 * A value for an input type: right most of the time, and else wrong in one of many ways. `name` is that of the argument
 * or field.
 */
export function valueFor(type: GraphQLInputType, name: string, dice: Dice, known: Known): Value {
  if (dice.chance(0.01)) {
    return wrongValue(dice);
  }
  if (isNonNullType(type)) {
    return valueFor(type.ofType as GraphQLInputType, name, dice, known);
  }
  if (dice.chance(0.01)) {
    return same('null');
  }
  if (isListType(type)) {
    return list(Array.from({ length: dice.index(3) }, () => valueFor(type.ofType, name, dice, known)));
  }
  if (isEnumType(type)) {
    return dice.chance(0.03)
      ? enumeration(dice.pick(['open', 'Unknown', '__proto__']))
      : enumeration(dice.pick(type.getValues()).name);
  }
  if (isInputObjectType(type)) {
    return inputObject(Object.values(type.getFields()), dice, known);
  }
  return scalar(type.name, name, dice, known);
}

function inputObject(fields: readonly { name: string; type: GraphQLInputType }[], dice: Dice, known: Known): Value {
  const chosen = fields.filter(({ type }) => dice.chance(isNonNullType(type) ? 0.99 : 0.35));
  const entries = chosen.map(({ name, type }): [string, Value] => [name, valueFor(type, name, dice, known)]);
  if (dice.chance(0.02)) {
    entries.push([dice.pick(['__proto__', 'constructor', 'unknown', entries[0]?.[0] ?? 'x']), same('1')]);
  }
  return {
    literal: `{${entries.map(([key, { literal }]) => `${key}: ${literal}`).join(', ')}}`,
    json: `{${entries.map(([key, { json }]) => `${JSON.stringify(key)}:${json}`).join(',')}}`,
  };
}

function scalar(typeName: string, name: string, dice: Dice, known: Known): Value {
  if (typeName === 'Int') {
    return same(dice.chance(0.8) ? dice.pick(['1', '2', '3', '5', '20']) : dice.pick(WHOLE_NUMBERS));
  }
  if (typeName === 'Float') {
    return same(dice.pick([...WHOLE_NUMBERS, '0.1', '-1e-400']));
  }
  if (typeName === 'Boolean') {
    return same(dice.pick(['true', 'false']));
  }
  if (typeName === 'AWSDateTime') {
    return text(dice.chance(0.7) ? DATES[0]! : dice.pick(DATES));
  }
  if (dice.chance(0.12)) {
    return text(dice.pick(ODD_TEXTS));
  }
  if (name === 'nextToken') {
    return text(dice.pick([...known.nextTokens, 'bm9uZQ==']));
  }
  if (name === 'userId') {
    return text(folded(dice.pick(known.userIds), dice));
  }
  if (name === 'eventId') {
    return text(folded(dice.pick(known.eventIds), dice));
  }
  if (name === 'organizer') {
    return text(dice.pick(['olga', ...known.userIds]));
  }
  return text(dice.pick(['Ada', 'Concert', 'Zoë \u{1F600}', 'r-1', 'r-2']));
}

/** An id, now and then in other letters: two ids that differ in case only are two. */
function folded(id: string, dice: Dice): string {
  return dice.chance(0.03) ? id.toUpperCase() : id;
}

/** A scalar as JSON of another type: `5` as `"5"`, `"x"` as a number or as a boolean. */
export function asOtherJson(json: string, dice: Dice): string {
  return dice.pick([JSON.stringify(json), '5', '5.0', '"5"', 'true', '"true"', `[${json}]`, `{"value":${json}}`]);
}

function wrongValue(dice: Dice): Value {
  return dice.pick([
    () => text(dice.pick(ODD_TEXTS)),
    () => same(dice.pick(WHOLE_NUMBERS)),
    () => same(dice.pick(['true', '[]', '[[]]', '[null]', '{}'])),
    () => ({ literal: '{__proto__: {a: 1}}', json: '{"__proto__":{"a":1}}' }),
    () => ({ literal: '[[[[1]]]]', json: '['.repeat(200) + ']'.repeat(200) }),
    () => enumeration('SOMETHING'),
    () => ({ literal: '$nowhere', json: '{"$ref":"#"}' }),
    () => ({ literal: '"""block \\""" text"""', json: '"\\ud83d"' }),
  ])();
}

function same(both: string): Value {
  return { literal: both, json: both };
}

function enumeration(name: string): Value {
  return { literal: name, json: JSON.stringify(name) };
}

function text(value: string): Value {
  return same(JSON.stringify(value));
}

function list(values: readonly Value[]): Value {
  return {
    literal: `[${values.map(({ literal }) => literal).join(', ')}]`,
    json: `[${values.map(({ json }) => json).join(',')}]`,
  };
}
