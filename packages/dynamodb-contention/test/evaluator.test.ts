import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type AttributeValue as SdkValue,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseCondition } from '../src/expression/condition.ts';
import { holds } from '../src/expression/evaluate.ts';
import { ExpressionError } from '../src/expression/tokens.ts';
import type { AttributeValue, Item } from '../src/item/attributeValue.ts';
import { keyOf, startThings, TABLE_NAME, type StoredItem, type Things } from './table.ts';

let table: Things;
beforeAll(async () => void (table = await startThings()));
afterAll(() => table.stop());

type Verdict = 'holds' | 'fails' | 'invalid';

const texts = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'Z', 'ä', 'é€', '😀', '10', '9');
const numbers = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '1.0',
    '10',
    '1e1',
    '-1',
    '0.1',
    '1E-2',
    '99999999999999999999999999999999999999',
    '-99999999999999999999999999999999999998',
  ),
  fc.integer({ min: -20, max: 20 }).map(String),
);
const binaries = fc.constantFrom('', 'YQ==', 'YWI=', '/w==', 'AAE=');
const setOf = (elements: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.uniqueArray(elements, { minLength: 1, maxLength: 3 });
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ S: texts }),
    fc.record({ N: numbers }),
    fc.record({ B: binaries }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: setOf(fc.constantFrom('a', 'ab', 'b')) }),
    fc.record({ NS: setOf(fc.constantFrom('1', '2', '10', '-1')) }),
    fc.record({ BS: setOf(fc.constantFrom('YQ==', 'YWI=')) }),
    fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2 }) }),
  ),
}));
const attributes: fc.Arbitrary<Item> = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 });

/** Expressions over attributes a, b, c and the values :0 to :3, mostly such that DynamoDB accepts them. */
const path = fc
  .tuple(fc.constantFrom('#a', '#b', 'c'), fc.constantFrom('', '', '', '.a', '[0]', '[1].b'))
  .map((parts) => parts.join(''));
const placeholder = fc.constantFrom(':0', ':1', ':2', ':3');
const operand = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 3, arbitrary: placeholder },
  { weight: 1, arbitrary: path.map((inner) => `size(${inner})`) },
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(operand, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), operand).map((parts) => parts.join(' ')),
    path.map((inner) => `attribute_exists(${inner})`),
    path.map((inner) => `attribute_not_exists(${inner})`),
    fc.tuple(path, operand).map(([inner, part]) => `begins_with(${inner}, ${part})`),
    fc.tuple(path, operand).map(([inner, part]) => `contains(${inner}, ${part})`),
    fc.tuple(operand, operand, operand).map(([one, low, high]) => `${one} BETWEEN ${low} AND ${high}`),
    fc
      .tuple(operand, fc.array(operand, { minLength: 1, maxLength: 3 }))
      .map(([one, list]) => `${one} IN (${list.join(', ')})`),
    tie('condition').map((inner) => `NOT ${inner}`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'and', 'or'), tie('condition'))
      .map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));

const NAMES = { '#a': 'a', '#b': 'b' };

async function askLocal(key: StoredItem, expression: string, values: Item): Promise<Verdict> {
  const used = (name: string): boolean => new RegExp(`${name}\\b`).test(expression);
  const names = Object.entries(NAMES).filter(([name]) => used(name));
  const wanted = Object.entries(values).filter(([name]) => used(name));
  const check = {
    TableName: TABLE_NAME,
    Key: key,
    ConditionExpression: expression,
    ExpressionAttributeNames: names.length > 0 ? Object.fromEntries(names) : undefined,
    ExpressionAttributeValues:
      wanted.length > 0
        ? (Object.fromEntries(wanted.map(([name, one]) => [name, sdkValue(one)])) as Record<string, SdkValue>)
        : undefined,
  };
  try {
    await table.direct.send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: check }] }));
    return 'holds';
  } catch (error) {
    return error instanceof TransactionCanceledException ? 'fails' : 'invalid';
  }
}

function evaluate(item: Item, expression: string, values: Item): Verdict {
  try {
    return holds(parseCondition(expression, NAMES, values), item) ? 'holds' : 'fails';
  } catch (error) {
    if (error instanceof ExpressionError) {
      return 'invalid';
    }
    throw error;
  }
}

/** The SDK wants bytes where the wire has base64. */
function sdkValue(one: AttributeValue): SdkValue {
  if ('B' in one) {
    return { B: Buffer.from(one.B, 'base64') };
  }
  if ('BS' in one) {
    return { BS: one.BS.map((text) => Buffer.from(text, 'base64')) };
  }
  if ('L' in one) {
    return { L: one.L.map(sdkValue) };
  }
  if ('M' in one) {
    return { M: sdkItem(one.M) };
  }
  return one as SdkValue;
}

function sdkItem(item: Item): StoredItem {
  return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, sdkValue(one)]));
}

const RUNS = inject('tier') === 'deep' ? 100 : 10;

describe('the evaluator of conditions', () => {
  it('always judges as DynamoDB Local does, or leaves it to it', async () => {
    let items = 0;
    const counted: Record<Verdict | 'left', number> = { holds: 0, fails: 0, invalid: 0, left: 0 };
    const sample = fc.tuple(
      attributes,
      fc.array(condition, { minLength: 12, maxLength: 12 }),
      fc.tuple(value, value, value, value),
    );
    await fc.assert(
      fc.asyncProperty(sample, async ([item, conditions, list]) => {
        const key = keyOf(`evaluator-${(items += 1)}`);
        const stored = { ...item, ...key } as Item;
        await table.put({ ...sdkItem(item), ...key });
        const values = Object.fromEntries(list.map((one, at) => [`:${at}`, one]));
        await Promise.all(
          conditions.map(async (expression) => {
            const expected = await askLocal(key, expression, values);
            const judged = evaluate(stored, expression, values);
            counted[judged === 'invalid' && expected !== 'invalid' ? 'left' : expected] += 1;
            // What the request's text alone makes invalid is refused by Local at commit, or asked of it at prepare.
            if (judged !== 'invalid' && expected !== 'invalid') {
              expect({ expression, values, verdict: judged }).toEqual({ expression, values, verdict: expected });
            }
          }),
        );
      }),
      { numRuns: RUNS },
    );
    expect(counted.left).toBe(0);
    expect(Math.min(counted.holds, counted.fails)).toBeGreaterThan(RUNS);
  });
});
