import { CreateTableCommand, type DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../../../domain/keys.ts';

/** What the API’s own table projects into one index or the other. */
const PROJECTED = ['registrationStatus', 'registeredAt', 'waitlistedAt', 'status'];

/** Creates a table with the keys and indexes of the new API, for trying the migration without the API. */
export async function createTargetTable(client: DynamoDBClient, name: string): Promise<void> {
  const attributes = new Set(
    [TABLE_KEYS, ...Object.values(INDEXES)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  );
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
      KeySchema: schemaOf(TABLE_KEYS),
      GlobalSecondaryIndexes: Object.values(INDEXES).map((index) => ({
        IndexName: index.name,
        KeySchema: schemaOf(index),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: PROJECTED },
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
