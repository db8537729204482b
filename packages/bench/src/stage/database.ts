import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from 'appsync-local';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Action } from '../../../../domain/transaction.ts';
import { putItems, scanTable } from '../../../../tools/running/tableContent.ts';

/** A DynamoDB Local in memory, with a client for whoever prepares, compares and checks. */
export interface Database {
  endpoint: string;
  pid: number;
  client: DynamoDBClient;
  /** Puts what these actions put, past all conditions. */
  seed(tableName: string, actions: Action[]): Promise<void>;
  /** Everything stored, as plain objects. */
  scan(tableName: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A client that keeps connections open, as many as there are requests, and sends each once. */
export function openClientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256, timeout: 20_000 }) },
  });
}

/** Starts one, whose tables servers with keys of their own can share. */
export async function startDatabase(): Promise<Database> {
  const stateDir = await mkdtemp(join(tmpdir(), 'bench-db-'));
  const dynamodb = await startDynamoDb({ stateDir, inMemory: true, sharesTables: true });
  const client = openClientOf(dynamodb.endpoint);
  return {
    endpoint: dynamodb.endpoint,
    pid: dynamodb.pid,
    client,
    seed: (tableName, actions) =>
      putItems(
        client,
        tableName,
        actions.map(({ key, attributes }) => marshall({ ...key, ...attributes }, { removeUndefinedValues: true })),
      ),
    scan: (tableName) => scanTable(client, tableName),
    async close() {
      client.destroy();
      await dynamodb.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
