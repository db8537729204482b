import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpressionError } from '../src/expression/tokens.ts';
import { updatedItem } from '../src/expression/updatedItem.ts';
import type { Item } from '../src/item/attributeValue.ts';
import { keyOf, startThings, TABLE_NAME, thingsInMemory, type StoredItem, type Things } from './table.ts';

const NAMES = { '#a': 'a', '#b': 'b', '#c': 'c' };
const VALUES = { ':one': { N: '1' }, ':text': { S: 'x' } };
const KEY = keyOf('updated') as Item;
const call = (operation: string, body: object) =>
  thingsInMemory().forward({ operation, body: { TableName: TABLE_NAME, ...body } });

describe('updatedItem', () => {
  let table: Things;
  beforeAll(async () => void (table = await startThings()));
  afterAll(() => table.stop());

  it.each([
    'SET #a = :one, #b = :text',
    'SET #a = #a + :one, #b = #c REMOVE #c',
    'REMOVE #a, #b',
    'ADD #a :one',
    'ADD #b :one SET #c = :one',
    'SET #a = if_not_exists(#a, :one) + :one, #b = if_not_exists(#b, :one) + :one',
    'SET #b = if_not_exists(#c, #a), #a = :text',
  ])('makes of an item what DynamoDB Local does: %s', async (UpdateExpression) => {
    const used = <T extends object>(placeholders: T) =>
      Object.fromEntries(Object.entries(placeholders).filter(([name]) => UpdateExpression.includes(name)));
    const request = {
      UpdateExpression,
      ExpressionAttributeNames: used(NAMES),
      ExpressionAttributeValues: used(VALUES),
    };
    const item: Item = { ...KEY, a: { N: '41' }, c: { S: 'kept' } };
    await table.put(item as StoredItem);
    const hasValues = UpdateExpression.includes(':');
    await table.direct.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: keyOf('updated'),
        ...request,
        ExpressionAttributeValues: hasValues ? (request.ExpressionAttributeValues as StoredItem) : undefined,
      }),
    );
    expect(updatedItem(item, request)).toEqual(await table.get(keyOf('updated')));
  });

  it.each([
    'SET #a.#b = :one',
    'SET #a = list_append(#a, :one)',
    'SET #b = #b + :one',
    'ADD #a :text',
    'DELETE #a :one',
  ])('refuses what it does not understand: %s', (UpdateExpression) => {
    const request = { UpdateExpression, ExpressionAttributeNames: NAMES, ExpressionAttributeValues: VALUES };
    expect(() => updatedItem({ ...KEY, a: { N: '1' } }, request)).toThrow(ExpressionError);
  });
});

describe('memoryTable', () => {
  it('refuses an update whose condition does not hold', async () => {
    const update = { Key: KEY, UpdateExpression: 'REMOVE a', ConditionExpression: 'attribute_exists(PK)' };
    expect(await call('UpdateItem', update)).toMatchObject({ status: 400 });
  });

  it('throws at a check that the model should have refused, and at operations that it does not know', async () => {
    const ConditionCheck = { Key: KEY, ConditionExpression: 'attribute_exists(PK)' };
    await expect(call('TransactWriteItems', { TransactItems: [{ ConditionCheck }] })).rejects.toThrow('condition');
    await expect(call('Scan', {})).rejects.toThrow('cannot Scan');
  });

  it('puts, deletes and finds the items of a partition in order of their sort keys', async () => {
    const table = thingsInMemory();
    const ask = (operation: string, body: object) =>
      table.forward({ operation, body: { TableName: TABLE_NAME, ...body }, raw: Buffer.of() });
    const item = (sort: string) => ({ PK: { S: 'partition' }, SK: { S: sort } });
    for (const sort of ['c', 'a', 'b', 'z']) {
      await ask('PutItem', { Item: item(sort) });
    }
    await ask('DeleteItem', { Key: item('b') });
    const found = await ask('Query', {
      KeyConditionExpression: 'PK = :partition AND SK BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':partition': { S: 'partition' }, ':first': { S: 'a' }, ':last': { S: 'x' } },
      Limit: 2,
    });
    expect(JSON.parse(found.body.toString())).toMatchObject({ Items: [item('a'), item('c')], Count: 2 });
  });

  it('answers the current item where the condition of a single write fails and it is asked for', async () => {
    const table = thingsInMemory();
    const absent = { ConditionExpression: 'attribute_not_exists(PK)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    const put = { operation: 'PutItem', body: { TableName: TABLE_NAME, Item: KEY, ...absent }, raw: Buffer.of() };
    expect(await table.forward(put)).toMatchObject({ status: 200 });
    const refused = await table.forward(put);
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body.toString())).toMatchObject({ Item: KEY });
  });

  it('knows no other table', async () => {
    expect(await thingsInMemory().schemaOf('Other')).toBeNull();
  });
});
