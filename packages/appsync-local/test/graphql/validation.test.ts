import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const schema = `
type Query { thing(id: ID!, when: AWSDateTime, input: In): Thing  count(n: Int, color: Color): Int }
type Thing { id: ID  thing: Thing }
input In { a: Int! b: AWSDateTime }
enum Color { RED }
`;

let api: RunningApi;
beforeAll(async () => {
  api = await serveHandmade({
    schema,
    api: { QueryDepthLimit: 3, ResolverCountLimit: 2, IntrospectionConfig: 'DISABLED' },
    resolvers: { 'Query.count': handlers('({ payload: 1 })') },
  });
});
afterAll(() => api.close());

describe('validation', () => {
  it.each([
    ['{ nope }', "FieldUndefined: Field 'nope' in type 'Query' is undefined @ 'nope'"],
    ['{ thing(id: 1) { x } }', "FieldUndefined: Field 'x' in type 'Thing' is undefined @ 'thing/x'"],
    ['{ thing { id } }', "MissingFieldArgument: Missing field argument id @ 'thing'"],
    ['{ thing(id: 1, z: 2) { id } }', "UnknownArgument: Unknown field argument z @ 'thing'"],
    ['{ thing(id: 1) }', "SubSelectionRequired: Sub selection required for type null of field thing @ 'thing'"],
    ['{ count { x } }', "SubSelectionNotAllowed: Sub selection not allowed on leaf type Int of field count @ 'count'"],
    ['{ count(n: "4") }', "WrongType: argument 'n' with value 'StringValue{value='4'}' is not a valid 'Int' @ 'count'"],
    [
      '{ count(color: BLUE) }',
      "WrongType: argument 'color' with value 'EnumValue{name='BLUE'}' is not a valid 'Color' @ 'count'",
    ],
    [
      '{ thing(id: 1, when: "x") { id } }',
      "WrongType: argument 'when' with value 'StringValue{value='x'}' is not a valid 'AWSDateTime' @ 'thing'",
    ],
    [
      '{ thing(id: 1, input: {}) { id } }',
      "WrongType: argument 'input' with value 'ObjectValue{objectFields=[]}' is missing required fields '[a]' @ 'thing'",
    ],
    ['query ($v: Nope) { count(n: $v) }', 'UnknownType: Unknown type Nope'],
    [
      'query ($v: String) { count(n: $v) }',
      "VariableTypeMismatch: Variable type 'String' doesn't match expected type 'Int' @ 'count'",
    ],
    ['{ count(n: $v) }', "UndefinedVariable: Undefined variable v @ 'count'"],
    ['{ __schema { description } }', "FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'"],
  ])('answers %s with 200 and three keys', async (query, message) => {
    const { status, body } = await api.execute({ query });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      errors: [{ path: null, message: `Validation error of type ${message}` }],
    });
    expect(Object.keys(body.errors?.[0] ?? {}).sort()).toEqual(['locations', 'message', 'path']);
  });
});

describe('variables', () => {
  it.each([
    ['($id: ID!)', 'id: $id', {}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
    ['($i: In)', 'id: 1, input: $i', { i: {} }, "Variable 'a' has coerced Null value for NonNull type 'Int!'"],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: 1, b: 'x' } },
      "Variable 'b' has an invalid value. Unable to parse `x` as a valid DateTime Object.",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: 1, y: 2 } },
      "The variables input contains a field name 'y' that is not defined for input object type 'In'",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: '1.5' } },
      "Variable 'a' has an invalid value. Expected type 'Int' but was 'String'.",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: '1e10' } },
      "Variable 'a' has an invalid value. Expected type 'Int' but was 'String'.",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: true } },
      "Variable 'a' has an invalid value. Expected type 'Int' but was 'Boolean'.",
    ],
    [
      '($id: ID!)',
      'id: $id',
      { id: 1.5 },
      "Variable 'id' has an invalid value. not emulated: the text that AppSync makes of a Double for the type 'ID'.",
    ],
    ...[2 ** 53, -(2 ** 53), 1e21].map((id): [string, string, Record<string, unknown>, string] => [
      '($id: ID!)',
      'id: $id',
      { id },
      "Variable 'id' has an invalid value. not emulated: the text that AppSync makes of a number beyond 2^53 for the type 'ID'.",
    ]),
    [
      '($id: ID!)',
      'id: $id',
      { id: { a: 1 } },
      "Variable 'id' has an invalid value. not emulated: the text that AppSync makes of a LinkedHashMap for the type 'ID'.",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: 2 ** 31 } },
      "Variable 'a' has an invalid value. Expected type 'Int' but was 'Long'.",
    ],
    [
      '($i: In)',
      'id: 1, input: $i',
      { i: { a: 2 ** 63 } },
      "Variable 'a' has an invalid value. Expected type 'Int' but was 'BigInteger'.",
    ],
  ])('%s refuses %s', async (definitions, args, variables, message) => {
    const { body } = await api.execute({ query: `query ${definitions} { thing(${args}) { id } }`, variables });
    expect(body).toMatchObject({
      data: null,
      errors: [{ path: null, message, locations: [{ line: 1, column: 8, sourceName: null }] }],
    });
  });
});

describe('variables of another JSON type', () => {
  it.each([
    ['Int', '5', 5],
    ['Int', '-5.0', -5],
    ['Int', '+.5e1', 5],
    ['[Int]', '5', [5]],
    ['[Int!]!', ['5', 6], [5, 6]],
    ['Float', '1.5e-3', 0.0015],
    ['Boolean', 'True', true],
    ['Boolean', 'yes', false],
    ['Boolean', 2, true],
    ['Boolean', 0, false],
    ['String', 5, '5'],
    ['String', false, 'false'],
    ['ID', -7, '-7'],
    ['ID', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['ID', true, 'true'],
    ['Values', { n: '5', inner: [{ text: 1 }] }, { n: 5, inner: [{ text: '1' }] }],
  ])('are taken as graphql-java takes them: %s from %j', async (type, sent, taken) => {
    const echo = await serveHandmade({
      schema: `input Values { n: Int text: String inner: [Values] } type Query { echo(value: ${type}): AWSJSON }`,
      resolvers: { 'Query.echo': handlers('({ payload: [ctx.args.value, ctx.info.variables.value] })') },
    });
    const { body } = await echo.execute({
      query: `query ($value: ${type}) { echo(value: $value) }`,
      variables: { value: sent },
    });
    expect(body.errors).toBeUndefined();
    expect(JSON.parse(body.data?.echo as string)).toEqual([taken, sent]);
    await echo.close();
  });
});

describe('limits', () => {
  it('refuses a query deeper than the limit without executing it', async () => {
    const { body } = await api.execute({ query: '{ thing(id: 1) { thing { thing { id } } } }' });
    expect(body).toMatchObject({ data: null, errors: [{ errorType: 'QueryDepthLimitReached' }] });
  });

  it('fails resolvers beyond the limit and keeps the others', async () => {
    const { body } = await api.execute({ query: '{ a: count b: count c: count }' });
    expect(body).toMatchObject({
      data: { a: 1, b: 1, c: null },
      errors: [{ errorType: 'ResolverExecutionLimitReached', path: ['c'] }],
    });
  });
});
