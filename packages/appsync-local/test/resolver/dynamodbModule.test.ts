import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startThings } from '../source/table.ts';
import { evaluate } from './evaluate.ts';

let table: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  table = await startThings();
});
afterAll(() => table.stop());

/** The request that an expression builds from `input`, by way of the arguments. */
function built(expression: string, input: unknown = {}): object {
  const { result, error } = evaluate(`const input = ctx.args.input; return ${expression}`, {
    args: { input, table: table.tableName },
  });
  if (error !== undefined) {
    throw new Error(error.message);
  }
  return result as object;
}
const ask = async (expression: string, input?: unknown) => table.ask(built(expression, input));
let last = 0;
const freshKey = () => {
  last += 1;
  return { PK: `p${last}`, SK: 's' };
};

const scalar = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.string(), fc.boolean(), fc.constant(null));
const name = fc.stringMatching(/^[a-z]{1,4}$/);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const item = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

describe('the requests of @aws-appsync/utils/dynamodb, on DynamoDB', () => {
  test.prop([item], { numRuns: inject('tier') === 'deep' ? 100 : 10 })(
    'get always answers what put wrote',
    async (attributes) => {
      const key = freshKey();
      await ask('ddb.put(input)', { key, item: attributes });
      expect((await ask('ddb.get(input)', { key, consistentRead: true })).result).toEqual({ ...attributes, ...key });
    },
  );

  test.prop(
    [
      fc.dictionary(name, scalar, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      fc.dictionary(name, scalar, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    ],
    { numRuns: inject('tier') === 'deep' ? 100 : 10 },
  )('update always merges nested fields and leaves the others', async (before, change) => {
    const key = freshKey();
    await ask('ddb.put(input)', { key, item: { inner: before, other: 1 } });
    const { result } = await ask('ddb.update(input)', { key, update: { inner: change } });
    expect(result).toEqual({ ...key, other: 1, inner: { ...before, ...change } });
  });

  const operators: Record<string, (one: number, other: number) => boolean> = {
    eq: (one, other) => one === other,
    ne: (one, other) => one !== other,
    lt: (one, other) => one < other,
    le: (one, other) => one <= other,
    gt: (one, other) => one > other,
    ge: (one, other) => one >= other,
  };
  const clause = fc.record({
    field: fc.constantFrom('a', 'b'),
    operator: fc.constantFrom(...Object.keys(operators)),
    operand: fc.integer({ min: 0, max: 3 }),
  });
  test.prop(
    [
      fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.integer({ min: 0, max: 3 }) }),
      fc.array(clause, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('and', 'or'),
      fc.boolean(),
    ],
    { numRuns: inject('tier') === 'deep' ? 100 : 10 },
  )('a condition always holds exactly when its operators do', async (stored, clauses, joiner, isNegated) => {
    const key = freshKey();
    await ask('ddb.put(input)', { key, item: stored });
    const group = { [joiner]: clauses.map(({ field, operator, operand }) => ({ [field]: { [operator]: operand } })) };
    const holds = clauses.map(({ field, operator, operand }) => operators[operator]!(stored[field], operand));
    const expected = (joiner === 'and' ? holds.every(Boolean) : holds.some(Boolean)) !== isNegated;
    const { error } = await ask('ddb.update(input)', {
      key,
      update: { seen: true },
      condition: isNegated ? { not: group } : group,
    });
    expect(error?.type).toBe(expected ? undefined : 'DynamoDB:ConditionalCheckFailedException');
  });

  it('update removes, counts, appends, prepends, replaces, and changes list items', async () => {
    const key = freshKey();
    await ask('ddb.put(input)', { key, item: { n: 1, gone: 1, list: ['b', 'x'], map: { a: 1, b: 2 }, kept: true } });
    const changes = `{ n: ddb.operations.increment(4), gone: ddb.operations.remove(), map: { b: ddb.operations.remove(), c: ddb.operations.add(3) } }`;
    expect((await ask(`ddb.update({ key: input, update: ${changes} })`, key)).result).toEqual({
      ...key,
      n: 5,
      list: ['b', 'x'],
      map: { a: 1, c: 3 },
      kept: true,
    });
    expect(
      (
        await ask(
          `ddb.update({ key: input, update: { list: [ddb.operations.updateListItem('c', 1)], n: ddb.operations.decrement() } })`,
          key,
        )
      ).result,
    ).toMatchObject({ list: ['b', 'c'], n: 4 });
    expect(
      (
        await ask(
          `ddb.update({ key: input, update: { list: ddb.operations.prepend(['a']), map: ddb.operations.replace({ z: 1 }) } })`,
          key,
        )
      ).result,
    ).toMatchObject({ list: ['a', 'b', 'c'], map: { z: 1 } });
  });

  it('query answers by key condition, filter, projection, index, order and page', async () => {
    for (const SK of ['a1', 'a2', 'b1']) {
      await ask('ddb.put(input)', { key: { PK: 'query', SK }, item: { n: SK.length, SK2: SK, map: { x: SK } } });
    }
    const keysOf = async (input: unknown) =>
      ((await ask('ddb.query(input)', input)).result as { items: { SK: string }[] }).items.map(({ SK }) => SK);
    expect(await keysOf({ query: { PK: { eq: 'query' }, SK: { beginsWith: 'a' } } })).toEqual(['a1', 'a2']);
    expect(
      await keysOf({ query: { PK: { eq: 'query' }, SK: { between: ['a2', 'b1'] } }, scanIndexForward: false }),
    ).toEqual(['b1', 'a2']);
    expect(await keysOf({ query: { PK: { eq: 'query' } }, filter: { SK2: { ne: 'a2' } }, nextToken: null })).toEqual([
      'a1',
      'b1',
    ]);
    expect(await keysOf({ query: { PK: { eq: 'query' } }, limit: 1 })).toEqual(['a1']);
    expect(await keysOf({ query: { SK: { eq: 'b1' } }, index: 'GSI1' })).toEqual(['b1']);
    expect(
      (await ask('ddb.query(input)', { query: { PK: { eq: 'query' }, SK: { eq: 'a1' } }, projection: ['SK', 'map.x'] }))
        .result,
    ).toMatchObject({
      items: [{ SK: 'a1', map: { x: 'a1' } }],
    });
    expect((await ask('ddb.scan(input)', { filter: { SK2: { eq: 'b1' } } })).result).toMatchObject({
      items: [{ SK: 'b1' }],
    });
  });

  it('remove and put keep to their conditions', async () => {
    const key = freshKey();
    const absent = { PK: { attributeExists: false } };
    expect((await ask('ddb.put(input)', { key, item: { n: 1 }, condition: absent })).error).toBeUndefined();
    expect((await ask('ddb.put(input)', { key, item: { n: 2 }, condition: absent })).error?.type).toBe(
      'DynamoDB:ConditionalCheckFailedException',
    );
    expect((await ask('ddb.remove(input)', { key, condition: { n: { in: [5] } } })).error?.type).toBe(
      'DynamoDB:ConditionalCheckFailedException',
    );
    expect((await ask('ddb.remove(input)', { key, condition: { n: { in: [1] } } })).result).toMatchObject({ n: 1 });
  });

  it('writes sets where they are marked as such', async () => {
    const key = freshKey();
    const { attributeValues } = built(
      `ddb.put({ key: input, item: { texts: ddb.toStringSet(['a', 'b']), in: { numbers: ddb.toNumberSet([1]) }, list: ['a'] } })`,
      key,
    ) as { attributeValues: unknown };
    expect(attributeValues).toEqual({
      texts: { SS: ['a', 'b'] },
      in: { M: { numbers: { NS: [1] } } },
      list: { L: [{ S: 'a' }] },
    });
  });

  it('batches and transactions do what they say', async () => {
    const [one, two] = [freshKey(), freshKey()];
    const call = (expression: string) => ask(expression.replaceAll('TABLE', 'ctx.args.table'), { one, two });
    await call(`ddb.batchPut({ tables: { [TABLE]: [{ ...input.one, n: 1 }, { ...input.two, n: 2 }] } })`);
    expect(
      (await call(`ddb.batchGet({ tables: { [TABLE]: { keys: [input.two, input.one], projection: ['n'] } } })`)).result,
    ).toMatchObject({
      data: { [table.tableName]: [{ n: 2 }, { n: 1 }] },
    });
    const write = `ddb.transactWrite({ items: [
      { updateItem: { table: TABLE, key: input.one, update: { n: ddb.operations.increment(9) }, condition: { n: { eq: 1 } } } },
      { conditionCheck: { table: TABLE, key: input.two, condition: { n: { le: 2 } } } },
      { putItem: { table: TABLE, key: { PK: 'transacted', SK: input.one.PK }, item: { n: 3 } } } ] })`;
    expect((await call(write)).error).toBeUndefined();
    expect((await call(write)).error?.type).toBe('DynamoDB:TransactionCanceledException');
    const third = `{ PK: 'transacted', SK: input.one.PK }`;
    expect(
      (
        await call(
          `ddb.transactGet({ items: [{ table: TABLE, key: input.one }, { table: TABLE, key: ${third}, projection: ['n'] }] })`,
        )
      ).result,
    ).toMatchObject({ items: [{ n: 10 }, { n: 3 }] });
    await call(`ddb.transactWrite({ items: [{ deleteItem: { table: TABLE, key: ${third} } }] })`);
    await call(`ddb.batchDelete({ tables: { [TABLE]: [input.one, input.two] } })`);
    expect(
      (await call(`ddb.batchGet({ tables: { [TABLE]: { keys: [input.one, input.two, ${third}] } } })`)).result,
    ).toMatchObject({
      data: { [table.tableName]: [null, null, null] },
    });
  });

  it.each([
    [`ddb.put({ key: { PK: 'a' }, item: {}, customPartitionKey: 'x' })`, 'customPartitionKey of put'],
    [`ddb.put({ key: { PK: 'a' }, item: {}, condition: {} })`, 'a condition that says nothing AppSync could render'],
    [`ddb.put({ key: { PK: 'a' }, item: {}, condition: { 'a.b': { eq: 1 } } })`, 'the name a.b in a condition'],
    [`ddb.put({ key: { PK: 'a' }, item: { a: ctx.args.nothing } })`, 'undefined as a DynamoDB value'],
    [`ddb.query({ query: { PK: { eq: 1, lt: 2 } } })`, 'the key condition of PK'],
    [`ddb.query({ query: { PK: { contains: 'a' } } })`, 'the key condition of PK'],
    [`ddb.get({ key: { PK: 'a' }, projection: ['a[0]'] })`, 'the path a[0] in a projection'],
    [`ddb.update({ key: { PK: 'a' }, update: {} })`, 'an update without fields'],
    [
      `ddb.update({ key: { PK: 'a' }, update: { a: [1, ddb.operations.updateListItem(1, 0)] } })`,
      'updateListItem beside other values',
    ],
    [
      `ddb.update({ key: { PK: 'a' }, update: { a: ddb.operations.updateListItem(1, 0) } })`,
      'OPERATION_UPDATE_LIST_ITEM here',
    ],
    [`ddb.transactWrite({ items: [{ upsertItem: {} }] })`, 'an item of transactWrite that is not one known action'],
    [`ddb.get('a')`, 'get without an object'],
  ])('%s is refused by name', (expression, reason) =>
    expect(() => built(expression)).toThrow(`not emulated: ${reason}`),
  );
});
