import { CreateTableCommand, ResourceInUseException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { putItems } from '../../../../tools/running/tableContent.ts';
import type { LegacySample } from './legacyRecords.ts';

/** Creates a table as the predecessor had it, keyed by `eventId` alone; one that is there is taken as it is. */
export async function createLegacyTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'eventId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'eventId', KeyType: 'HASH' }],
  });
  await client.send(command).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) {
      throw error;
    }
  });
}

/** Fills the table, over whatever has the same ids. */
export async function fillLegacyTable(
  client: DynamoDBClient,
  tableName: string,
  samples: Iterable<LegacySample>,
): Promise<void> {
  await putItems(
    client,
    tableName,
    [...samples].map(({ record }) => record),
  );
}
