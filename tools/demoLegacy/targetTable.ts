import { CreateTableCommand, DescribeTableCommand, paginateListTables, type DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../domain/keys.ts';

/** The table of the new API in this DynamoDB, recognised by its keys; null if there is none. */
export async function findTargetTable(client: DynamoDBClient): Promise<string | null> {
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const name of TableNames) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      if (Table?.KeySchema?.map(({ AttributeName }) => AttributeName).join() === Object.values(TABLE_KEYS).join()) return name;
    }
  }
  return null;
}

/** Creates a table with the keys and indexes of the new API, for trying the migration without the API. */
export async function createTargetTable(client: DynamoDBClient, name: string): Promise<void> {
  const attributes = new Set([TABLE_KEYS, ...Object.values(INDEXES)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
      KeySchema: schemaOf(TABLE_KEYS),
      GlobalSecondaryIndexes: Object.values(INDEXES).map((index) => ({
        IndexName: index.name,
        KeySchema: schemaOf(index),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
}

function schemaOf({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}
