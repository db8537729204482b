import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from 'appsync-local';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';

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
  await client.send(new CreateTableCommand(eventTable(TABLE_NAME)));
  const close = async () => {
    client.destroy();
    await running.close();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return { client, table: dynamoDbTable(client, TABLE_NAME), endpoint: running.endpoint, close };
}
