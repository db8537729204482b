import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const schema = `
type Query {
  thing(name: String, tags: [String] = ["t"]): Thing
  required: Int!
  when: AWSDateTime
  list: [String]
  json: AWSJSON
  color: Color
  pipeline(start: String): String
  skipAll: String
  skipRest: String
  next: String
  raised: Thing
  appended: String
  selection: AWSJSON
  strict: Strict
  stricts: [Strict!]
}
type Mutation { first: Int second: Int strict: Strict stricts: [Strict!]! }
type Strict { a: Int! b: Int! inner: Strict c: AWSDateTime! refused: Int! }
enum Color { RED }
type Thing { name: String other: Thing tags: [String] }
`;

let api: RunningApi;
beforeAll(async () => {
  api = await serveHandmade({
    schema,
    resolvers: {
      'Query.thing': handlers('({ payload: ctx.args })', '({ ...ctx.result, other: { name: "inner" } })'),
      'Query.required': handlers('({})'),
      'Query.when': handlers('({ payload: "2026-1-1" })'),
      'Query.list': handlers('({ payload: { a: 1 } })'),
      'Query.json': handlers('({ payload: { a: [1] } })'),
      'Query.color': handlers('({ payload: "BLUE" })'),
      'Query.pipeline': [
        handlers('({ seen: ctx.args.start })', 'ctx.prev.result + ctx.stash.mark'),
        `export function request(ctx) { ctx.stash.mark = '!'; ctx.args.start = 'changed'; return { payload: ctx.prev.result.seen }; }
         export function response(ctx) { return ctx.result + '1'; }`,
        handlers('({ payload: ctx.args.start })', 'ctx.prev.result + ctx.result'),
      ],
      'Query.skipAll': [
        handlers('runtime.earlyReturn({ v: "early" })', 'ctx.prev.result.v'),
        handlers('util.error("not run")'),
      ],
      'Query.skipRest': [
        handlers('({})', 'ctx.prev.result.v'),
        handlers('runtime.earlyReturn({ v: "end" }, { skipTo: "END" })', 'util.error("not run")'),
        handlers('util.error("not run")'),
      ],
      'Query.next': [
        handlers('({})', 'ctx.prev.result'),
        handlers('runtime.earlyReturn({ v: "one" })', 'util.error("not run")'),
        handlers('({ payload: ctx.prev.result.v + " two" })'),
      ],
      'Query.raised': [
        handlers('({})', 'util.error("resolver response runs")'),
        handlers('util.error("no", "Refused", { name: "n", tags: ["hidden"] }, { more: 1 })'),
      ],
      'Query.appended': `import { util } from '@aws-appsync/utils';
        export function request(ctx) { util.appendError('careful', 'Warning'); return { payload: 'kept' }; }
        export function response(ctx) { return ctx.result; }`,
      'Query.strict': handlers('({ payload: { c: "no", inner: { a: 1 } } })'),
      'Query.stricts': handlers('({ payload: [{ a: 1 }, null, { b: 2 }] })'),
      'Mutation.stricts': handlers('({ payload: null })'),
      'Mutation.strict': handlers('({ payload: { inner: { a: 1, b: 2 } } })'),
      'Strict.refused': handlers('util.error("no", "Refused")'),
      'Query.selection': handlers('({ payload: ctx.info.selectionSetList })'),
      'Thing.other': handlers('({ payload: ctx.source })', '({ name: ctx.result.name + "/" + ctx.result.other.name })'),
    },
  });
});
afterAll(() => api.close());

describe('a unit resolver', () => {
  it('answers what its response handler returns, arguments with their defaults', async () => {
    const { body } = await api.execute({ query: '{ thing(name: "a") { alias: name tags } }' });
    expect(body).toEqual({ data: { thing: { alias: 'a', tags: ['t'] } } });
  });

  it('gets its whole parent as ctx.source when it belongs to a child field', async () => {
    const { body } = await api.execute({ query: '{ thing(name: "a") { other { name } } }' });
    expect(body.data).toEqual({ thing: { other: { name: 'a/inner' } } });
  });
});

describe('a pipeline resolver', () => {
  it('passes previous results, the stash and changed arguments along', async () => {
    const { body } = await api.execute({ query: '{ pipeline(start: "s") }' });
    expect(body).toEqual({ data: { pipeline: 's1changed!' } });
  });

  it.each([
    ['skips all functions after an early return of its own request', 'skipAll', 'early'],
    ['skips the remaining functions after an early return to END', 'skipRest', 'end'],
    ['hands an early return to the next function', 'next', 'one two'],
  ])('%s', async (_, field, value) => {
    const { body } = await api.execute({ query: `{ ${field} }` });
    expect(body).toEqual({ data: { [field]: value } });
  });

  it('stops at util.error with six keys, data reduced to the selection', async () => {
    const { body } = await api.execute({ query: '{ raised { name } }' });
    expect(body).toEqual({
      data: { raised: null },
      errors: [
        {
          path: ['raised'],
          data: { name: 'n' },
          errorType: 'Refused',
          errorInfo: { more: 1 },
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'no',
        },
      ],
    });
  });
});

describe('util.appendError', () => {
  it('adds an entry and keeps the data', async () => {
    const { body } = await api.execute({ query: '{ appended }' });
    expect(body).toMatchObject({
      data: { appended: 'kept' },
      errors: [{ errorType: 'Warning', message: 'careful', path: ['appended'] }],
    });
  });
});

describe('a value that does not fit', () => {
  it.each([
    ['required', "Cannot return null for non-nullable type: 'Int' within parent 'Query' (/required)"],
    ['when', "Can't serialize value (/when) : Unable to serialize `2026-1-1` as a valid DateTime Object."],
    ['list', "Can't resolve value (/list) : type mismatch error, expected type LIST, got OBJECT"],
    ['color', "Can't serialize value (/color) : Invalid input for Enum 'Color'. Unknown value 'BLUE'"],
  ])('makes %s null with an error of three keys', async (field, message) => {
    const { status, body } = await api.execute({ query: `{ ${field} }` });
    expect(status).toBe(200);
    expect(body.errors).toEqual([{ path: [field], locations: null, message }]);
  });

  it.each([
    ['{ strict { a b inner { a b } } }', { strict: null }, ['strict/a', 'strict/b', 'strict/inner/b']],
    ['{ strict { inner { a b } } }', { strict: { inner: null } }, ['strict/inner/b']],
    ['{ strict { c refused } }', { strict: null }, ['strict/c', 'strict/refused']],
    ['{ stricts { a b } }', { stricts: null }, ['stricts/0/b', 'stricts/1', 'stricts/2/a']],
    ['{ required strict { x: a ...B } } fragment B on Strict { b }', null, ['required', 'strict/x', 'strict/b']],
    ['mutation { strict { a inner { a b } } }', { strict: null }, ['strict/a']],
    // Several mutations, and introspection, are left to graphql-js: one error for each object.
    ['mutation { strict { a b } first }', { strict: null, first: null }, ['strict/a']],
    ['mutation { stricts { a } first }', null, ['stricts']],
    ['{ strict { a b } __type(name: "Thing") { name } }', { strict: null, __type: { name: 'Thing' } }, ['strict/a']],
  ])('is one error for each null that the schema forbids: %s', async (query, data, paths) => {
    const { body } = await api.execute({ query });
    expect(body.data).toEqual(data);
    expect(body.errors?.map(({ path }) => (path as string[]).join('/')).sort()).toEqual([...paths].sort());
  });

  it('does not show in introspection', async () => {
    const { body } = await api.execute({ query: '{ __type(name: "Strict") { fields { name type { kind } } } }' });
    expect(body.data).toMatchObject({
      __type: { fields: [{ type: { kind: 'NON_NULL' } }, { type: { kind: 'NON_NULL' } }, {}, {}, {}] },
    });
  });

  it('is no object for AWSJSON, which becomes text', async () => {
    const { body } = await api.execute({ query: '{ json }' });
    expect(body).toEqual({ data: { json: '{"a":[1]}' } });
  });
});
