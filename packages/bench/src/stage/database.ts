import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Action } from '../../../../domain/transaction.ts';
import { startDynamoDb } from '../../../appsync-local/src/dynamodb/startDynamoDb.ts';
import { runConcurrently } from '../load/runConcurrently.ts';

/** A DynamoDB Local in memory, with a client for whoever prepares, compares and checks. */
export interface Database {
  endpoint: string;
  pid: number;
  client: DynamoDBClient;
  /** Puts what these actions put, past all conditions, 25 at a time. */
  seed(tableName: string, actions: Action[]): Promise<void>;
  scan(tableName: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const BATCH = 25;

/** Starts one. Its client keeps connections open, as many as there are requests, and sends each once. */
export async function startDatabase(): Promise<Database> {
  const stateDir = await mkdtemp(join(tmpdir(), 'bench-db-'));
  const dynamodb = await startDynamoDb({ stateDir, inMemory: true });
  const client = new DynamoDBClient({
    endpoint: dynamodb.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) },
  });
  return {
    endpoint: dynamodb.endpoint,
    pid: dynamodb.pid,
    client,
    async seed(tableName, actions) {
      const puts = actions.map(({ key, attributes }) => ({
        PutRequest: { Item: marshall({ ...key, ...attributes }, { removeUndefinedValues: true }) },
      }));
      const batches = Array.from({ length: Math.ceil(puts.length / BATCH) }, (_, at) =>
        puts.slice(at * BATCH, (at + 1) * BATCH),
      );
      await runConcurrently(4, batches, async (batch) => {
        const { UnprocessedItems = {} } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [tableName]: batch } }),
        );
        if (Object.keys(UnprocessedItems).length > 0) throw new Error('DynamoDB Local has left items unwritten');
      });
    },
    async scan(tableName) {
      const items: Record<string, unknown>[] = [];
      let start: Record<string, AttributeValue> | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }),
        );
        items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return items;
    },
    async close() {
      client.destroy();
      await dynamodb.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
