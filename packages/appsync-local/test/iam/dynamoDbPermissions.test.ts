import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../src/iam/dynamoDbPermissions.ts';

const PLACE = { region: 'eu-west-1', accountId: '123456789012' };
const table = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`;

/** Permissions as "Action Resource". */
const needed = (operation: string, input: object) =>
  permissionsOf(operation, input, PLACE).map(({ action, resource }) => `${action} ${resource}`);

describe('permissionsOf', () => {
  it('asks each member of a transaction for its own permission', () => {
    const members = ['Put', 'Update', 'Delete', 'ConditionCheck'].map((kind, index) => ({
      [kind]: { TableName: `T${index}` },
    }));
    expect(needed('TransactWriteItems', { TransactItems: members })).toEqual([
      `dynamodb:PutItem ${table('T0')}`,
      `dynamodb:UpdateItem ${table('T1')}`,
      `dynamodb:DeleteItem ${table('T2')}`,
      `dynamodb:ConditionCheckItem ${table('T3')}`,
    ]);
    expect(needed('TransactGetItems', { TransactItems: [{ Get: { TableName: 'T' } }] })).toEqual([
      `dynamodb:GetItem ${table('T')}`,
    ]);
  });

  it('asks on the index for a query of an index, on every table for a batch, and on an ARN where that names the table', () => {
    expect(needed('Query', { TableName: 'T', IndexName: 'I' })).toEqual([`dynamodb:Query ${table('T')}/index/I`]);
    expect(needed('Query', { TableName: 'T' })).toEqual([`dynamodb:Query ${table('T')}`]);
    expect(needed('BatchGetItem', { RequestItems: { A: {}, B: {} } })).toEqual([
      `dynamodb:BatchGetItem ${table('A')}`,
      `dynamodb:BatchGetItem ${table('B')}`,
    ]);
    expect(needed('BatchWriteItem', { RequestItems: { A: [] } })).toEqual([`dynamodb:BatchWriteItem ${table('A')}`]);
    expect(needed('GetItem', { TableName: table('X') })).toEqual([`dynamodb:GetItem ${table('X')}`]);
  });

  it('refuses operations that it does not know by name', () => {
    expect(() => needed('ExecuteStatement', { Statement: 'SELECT * FROM T' })).toThrow(
      'not emulated: ExecuteStatement under a role',
    );
  });
});
