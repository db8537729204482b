import {
  BatchWriteItemCommand,
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
  type ScanCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import pMap from 'p-map';
import type { Key } from '../../domain/keys.ts';

/** An item of the table, as a plain object. */
export type StoredItem = Key & Record<string, unknown> & { entityType: string };

const BATCH = 25;
const BATCHES_AT_A_TIME = 4;

/** Stores items past all conditions, over whatever has the same keys. */
export async function putItems(
  client: DynamoDBClient,
  tableName: string,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  const starts = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) => at * BATCH);
  const putBatch = async (start: number): Promise<void> => {
    let left: WriteRequest[] = items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
    while (left.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
      );
      left = UnprocessedItems?.[tableName] ?? [];
    }
  };
  await pMap(starts, putBatch, { concurrency: BATCHES_AT_A_TIME });
}

/** Everything stored, or what of it passes a filter, read consistently, as plain objects. */
export async function scanTable<Item = Record<string, unknown>>(
  client: DynamoDBClient,
  tableName: string,
  filter: Pick<ScanCommandInput, 'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> = {},
): Promise<Item[]> {
  const found: Item[] = [];
  const scan = { TableName: tableName, ConsistentRead: true, ...filter };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    found.push(...Items.map((item) => unmarshall(item) as Item));
  }
  return found;
}
