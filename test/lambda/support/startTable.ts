import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { INDEXES, TABLE_KEYS } from '../../../domain/keys.ts';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';

export const TABLE_NAME = 'EventRegistration';

export interface TestTable {
  client: DynamoDBClient;
  table: Table;
  endpoint: string;
  /** Whose the table is. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  close(): Promise<void>;
}

/** A real table of its own on the run's DynamoDB Local, without stream (which would slow it down: reference dynamodb 7). */
export async function startTable(): Promise<TestTable> {
  const endpoint = inject('dynamoDbEndpoint');
  const credentials = { accessKeyId: randomUUID().replaceAll('-', ''), secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const attributes = new Set(
    [TABLE_KEYS, ...Object.values(INDEXES)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  );
  await client.send(
    new CreateTableCommand({
      TableName: TABLE_NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: schemaOf(TABLE_KEYS),
      GlobalSecondaryIndexes: Object.values(INDEXES).map((index) => ({
        IndexName: index.name,
        KeySchema: schemaOf(index),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  return {
    client,
    table: dynamoDbTable(client, TABLE_NAME),
    endpoint,
    credentials,
    close: async () => client.destroy(),
  };
}

function schemaOf(keys: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' as const },
  ];
}
