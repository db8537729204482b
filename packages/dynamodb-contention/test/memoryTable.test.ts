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
    'SET #a = if_not_exists(#a, :one)',
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
    await expect(call('Query', {})).rejects.toThrow('cannot Query');
  });

  it('knows no other table', async () => {
    expect(await thingsInMemory().schemaOf('Other')).toBeNull();
  });
});
