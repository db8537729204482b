import {
  BatchWriteItemCommand,
  CreateTableCommand,
  ResourceInUseException,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { LegacySample } from './legacyRecords.ts';

const BATCH = 25;

/** Creates a table as the predecessor had it, keyed by `eventId` alone; one that is there is taken as it is. */
export async function createLegacyTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'eventId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'eventId', KeyType: 'HASH' }],
  });
  await client.send(command).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
}

/** Fills the table, over whatever has the same ids. */
export async function fillLegacyTable(
  client: DynamoDBClient,
  tableName: string,
  samples: Iterable<LegacySample>,
): Promise<void> {
  let batch: WriteRequest[] = [];
  const flush = async () => {
    while (batch.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: batch } }),
      );
      batch = UnprocessedItems?.[tableName] ?? [];
    }
  };
  for (const { record } of samples) {
    batch.push({ PutRequest: { Item: record } });
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
