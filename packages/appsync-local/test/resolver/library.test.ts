import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

const value = (expression: string) => {
  const { result, error } = evaluate(`return ${expression}`);
  expect(error).toBeUndefined();
  return result;
};

describe('util', () => {
  it.each([
    [`util.dynamodb.toDynamoDB('a')`, { S: 'a' }],
    [`util.dynamodb.toDynamoDB(10)`, { N: 10 }],
    [`util.dynamodb.toDynamoDB(true)`, { BOOL: true }],
    [`util.dynamodb.toDynamoDB([1, 'a'])`, { L: [{ N: 1 }, { S: 'a' }] }],
    [`util.dynamodb.toDynamoDB({ a: 1 })`, { M: { a: { N: 1 } } }],
    [`util.dynamodb.toDynamoDB(null)`, { NULL: null }],
    [`util.dynamodb.toNull()`, { NULL: null }],
    [`util.dynamodb.toString(null)`, null],
    [`util.dynamodb.toNumberSet([1, 23, 4.56])`, { NS: [1, 23, 4.56] }],
    [`util.dynamodb.toMapValues({ a: 'x' })`, { a: { S: 'x' } }],
    [`util.urlEncode('a b*~&é')`, 'a+b*%7E%26%C3%A9'],
    [`util.urlDecode('a+b%20c')`, 'a b c'],
    [`util.base64Decode(util.base64Encode('é'))`, 'é'],
    [`util.authType()`, 'API Key Authorization'],
    [`util.time.epochMilliSecondsToISO8601(0)`, '1970-01-01T00:00:00.000Z'],
    [`util.time.parseISO8601ToEpochMilliSeconds('1970-01-01T01:00:00.001+01:00')`, 1],
    [`util.time.parseISO8601ToEpochMilliSeconds('1970-01-01T01:30:15+01:30:15')`, 0],
    [`util.time.parseISO8601ToEpochMilliSeconds('1969-12-31T22:29:45-01:30:15')`, 0],
    [`util.time.epochMilliSecondsToSeconds(1999)`, 1],
    [`JSON.parse('{')`, ''],
    [`'a-b-c'.replaceAll('-', '+')`, 'a+b+c'],
    [`[3, 1, 2].sort()`, [1, 2, 3]],
    [`[['a', 'b'].includes('b'), 'abc'.includes('bc'), [1].includes(2)]`, [true, true, false]],
    [`'2026-11-26T10:00:00.000Z'.substring(0, 10)`, '2026-11-26'],
    [`(10).toString() + 1.5.toString()`, '101.5'],
    [`[Array.isArray([]), Array.isArray({})]`, [true, false]],
  ])('%s', (expression, expected) => expect(value(expression)).toEqual(expected));

  it('makes ids and times of the documented form', () => {
    expect(value('util.autoId()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(value('util.autoUlid()')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(value('util.time.nowISO8601()')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const before = Math.floor(Date.now() / 1000);
    const now = value('util.time.nowEpochSeconds()');
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it.each([
    'util.dynamodb.toMapValues({ id: 1, at: ctx.args.none })',
    "ddb.put({ key: { id: 'a' }, item: { at: ctx.args.none } })",
    // AWS's sample queries/with-greater-than.js, without its argument.
    "JSON.parse(util.transform.toDynamoDBConditionExpression({ id: { eq: 'a' }, at: { gt: ctx.args.none } }))",
  ])('refuses undefined as a value by name: %s', (expression) =>
    expect(evaluate(`return ${expression}`).error?.message).toMatch(
      /^code\.js:4:\d+: Error: not emulated: undefined as a DynamoDB value/,
    ),
  );

  it.each([`util['x' + 'ml']`, `extensions['evict' + 'FromApiCache']()`, `util.dynamodb.toDynamoDB(undefined)`])(
    'refuses by name when reached: %s',
    (expression) => expect(evaluate(`return ${expression}`).error?.message).toContain('not emulated: '),
  );
});

describe('@aws-appsync/utils/dynamodb', () => {
  const key = { id: { S: 'a' } };
  it.each([
    [`ddb.get({ key: { id: 'a' } })`, { operation: 'GetItem', key }],
    [
      `ddb.put({ key: { id: 'a' }, item: { value: 10 } })`,
      { operation: 'PutItem', key, attributeValues: { value: { N: 10 } } },
    ],
    [`ddb.remove({ key: { id: 'a' } })`, { operation: 'DeleteItem', key }],
    [`ddb.scan({ limit: 10, nextToken: 't' })`, { operation: 'Scan', limit: 10, nextToken: 't' }],
  ])('%s', (expression, expected) => expect(value(expression)).toEqual(expected));

  it.each([
    [`'x'`, 'SET #expName_1 = :expValue_1', { S: 'x' }],
    [`null`, 'SET #expName_1 = :expValue_1', { NULL: null }],
    [`ddb.operations.increment(2)`, 'SET #expName_1 = #expName_1 + :expValue_1', { N: 2 }],
    [`ddb.operations.decrement()`, 'SET #expName_1 = #expName_1 - :expValue_1', { N: 1 }],
    [`ddb.operations.append([1])`, 'SET #expName_1 = list_append(#expName_1, :expValue_1)', { L: [{ N: 1 }] }],
    [`ddb.operations.prepend([1])`, 'SET #expName_1 = list_append(:expValue_1, #expName_1)', { L: [{ N: 1 }] }],
    [`ddb.operations.replace({ a: 1 })`, 'SET #expName_1 = :expValue_1', { M: { a: { N: 1 } } }],
  ])('update with %s', (wanted, expression, typed) =>
    expect(value(`ddb.update({ key: { id: 'a' }, update: { title: ${wanted} } })`)).toEqual({
      operation: 'UpdateItem',
      key,
      update: { expression, expressionNames: { '#expName_1': 'title' }, expressionValues: { ':expValue_1': typed } },
    }),
  );
});
