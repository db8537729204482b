import { randomUUID } from 'node:crypto';
import type { Credentials } from '../src/auth/localSecrets.ts';
import { SOCKETS } from '../src/dynamodb/sockets.ts';
import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** Tables on a DynamoDB Local, and what a client needs to find them. */
export interface StartedTables {
  endpoint: string;
  region: string;
  credentials: Credentials;
  /** Sends everything once. */
  client: DynamoDBClient;
  /** Closes the client. */
  close(): void;
}

/**
 * Makes these tables under an access key of their own, so that they are apart from all others of a DynamoDB Local that
 * does not share them.
 */
export async function startTables(endpoint: string, ...tables: CreateTableCommandInput[]): Promise<StartedTables> {
  return startTablesAs({ accessKeyId: randomUUID().replaceAll('-', ''), secretAccessKey: 'local' }, endpoint, tables);
}

/** Makes these tables under that access key. */
export async function startTablesAs(
  credentials: Credentials,
  endpoint: string,
  tables: readonly CreateTableCommandInput[],
): Promise<StartedTables> {
  const region = 'us-east-1';
  const requestHandler = { httpAgent: SOCKETS };
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1, requestHandler });
  await Promise.all(tables.map((table) => client.send(new CreateTableCommand(table))));
  return { endpoint, region, credentials, client, close: () => client.destroy() };
}
