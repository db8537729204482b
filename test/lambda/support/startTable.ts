import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';
import { inject } from 'vitest';

export const TABLE_NAME = 'EventRegistration';

export interface TestTable {
  client: DynamoDBClient;
  table: Table;
  endpoint: string;
  /** Whose the table is. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  close(): Promise<void>;
}

/**
 * A real table of its own on the run's DynamoDB Local, without stream (which would slow it down:
 * docs/reference/dynamodb.md#dynamodb-local).
 */
export async function startTable(): Promise<TestTable> {
  const endpoint = inject('dynamoDbEndpoint');
  const credentials = { accessKeyId: randomUUID().replaceAll('-', ''), secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await client.send(new CreateTableCommand(eventTable(TABLE_NAME)));
  return {
    client,
    table: dynamoDbTable(client, TABLE_NAME),
    endpoint,
    credentials,
    close: async () => client.destroy(),
  };
}
