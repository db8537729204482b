import { DescribeTableCommand, paginateListTables, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS, type TableName } from '../../domain/keys.ts';

/**
 * The table of the events in this DynamoDB, or that of the lanes, recognised by their keys, and by the indexes that
 * only the events have; null if there is none.
 */
export async function findTable(client: DynamoDBClient, which: TableName = 'events'): Promise<string | null> {
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const name of TableNames) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      const hasKeys =
        Table?.KeySchema?.map(({ AttributeName }) => AttributeName).join() === Object.values(TABLE_KEYS).join();
      if (hasKeys && (Table.GlobalSecondaryIndexes ?? []).length > 0 === (which === 'events')) {
        return name;
      }
    }
  }
  return null;
}
