import {
  BatchGetItemCommand,
  type AttributeValue,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import type { RequestWindow } from './requestWindow.ts';

const KEYS_PER_REQUEST = 100;

type Attributes = Record<string, AttributeValue>;

/** A table, and how fast it can be asked. */
export interface AskedTable {
  client: DynamoDBClient;
  tableName: string;
  window: RequestWindow;
}

/** What the table has under these different keys, read consistently; keys that were not processed are asked again. */
export async function batchGet(
  table: AskedTable,
  keys: readonly Attributes[],
  only: Pick<KeysAndAttributes, 'ProjectionExpression' | 'ExpressionAttributeNames'> = {},
): Promise<Attributes[]> {
  const found: Attributes[] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_REQUEST) {
    found.push(...(await readBatch(table, keys.slice(start, start + KEYS_PER_REQUEST), only)));
  }
  return found;
}

async function readBatch(
  { client, tableName, window }: AskedTable,
  keys: Attributes[],
  only: Partial<KeysAndAttributes>,
): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let request: Record<string, KeysAndAttributes> | undefined = {
    [tableName]: { Keys: keys, ConsistentRead: true, ...only },
  };
  while (request !== undefined && Object.keys(request).length > 0) {
    const asked = new BatchGetItemCommand({ RequestItems: request });
    const answer: BatchGetItemCommandOutput = await window.send(keys.length, () => client.send(asked));
    const items = answer.Responses?.[tableName] ?? [];
    found.push(...items);
    request = answer.UnprocessedKeys;
    if (items.length === 0 && request?.[tableName] !== undefined) {
      await window.refused(true, 'all keys unprocessed');
    }
  }
  return found;
}
