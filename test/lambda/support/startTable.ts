import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../../domain/keys.ts';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { startDynamoDb } from '../../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';

export const TABLE_NAME = 'EventRegistration';

export interface TestTable {
  client: DynamoDBClient;
  table: Table;
  endpoint: string;
  close(): Promise<void>;
}

/** A real table on a DynamoDB Local of its own, without stream (which would slow it down: reference dynamodb 7). */
export async function startTable(): Promise<TestTable> {
  const stateDir = mkdtempSync(join(tmpdir(), 'lambda-test-'));
  const running = await startDynamoDb({ stateDir, inMemory: true });
  const client = new DynamoDBClient({
    endpoint: running.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
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
  const close = async () => {
    client.destroy();
    await running.close();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return { client, table: dynamoDbTable(client, TABLE_NAME), endpoint: running.endpoint, close };
}

function schemaOf(keys: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' as const },
  ];
}
