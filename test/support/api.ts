import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { startApi, type RunningApi } from '../../packages/appsync-local/src/api.ts';
import { startDynamoDb } from '../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';
import type { CallAs } from '../../packages/appsync-local/src/execute.ts';

export const admin: CallAs = { username: 'root', groups: ['admins'] };
export const backend: CallAs = 'iam';
export const anyone: CallAs = 'apiKey';
export const user = (username: string): CallAs => ({ username });
export const organizer = (username: string): CallAs => ({ username, groups: ['organizers'] });

export interface GraphqlError {
  message: string;
  errorType?: string | null;
  errorInfo?: Record<string, unknown> | null;
  path?: (string | number)[] | null;
}

export interface Answer {
  status: number;
  // What comes back is as the test asked for it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  errors: GraphqlError[];
}

export type StoredItem = Record<string, unknown> & { PK: string; SK: string; entityType: string };

/** The local API on a DynamoDB Local of its own, in this process. */
export interface TestApi {
  running: RunningApi;
  endpoint: string;
  documents: DynamoDBDocumentClient;
  tableName: string;
  /** Where its keys are. */
  stateDir: string;
  /** One GraphQL request as somebody, along the whole path of an HTTP request. */
  graphql(as: CallAs, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Everything stored; with an event's id only what belongs to that event, and all users. */
  scan(eventId?: string): Promise<StoredItem[]>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /**
   * Puts something between the API and its DynamoDB, given the latter's endpoint; `documents` and `scan` go past it.
   */
  inFront?(endpoint: string): Promise<{ endpoint: string; close(): Promise<void> }>;
  /** The cloud assembly to boot from, if not the one of the run. */
  assemblyDir?: string;
  /** Takes what resolvers and functions print. */
  onOutput?(source: string, text: string): void;
}

/** Starts everything afresh, with an empty table. */
export async function startTestApi({
  inFront,
  onOutput,
  assemblyDir = inject('assemblyDir'),
}: TestApiOptions = {}): Promise<TestApi> {
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-'));
  const dynamodb = await startDynamoDb({ stateDir, inMemory: true });
  const between = await inFront?.(dynamodb.endpoint);
  const running = await startApi({ assemblyDir, dynamodb: between ?? dynamodb, stateDir, onOutput });
  const [tableName = ''] = Object.values(running.tables);
  const client = new DynamoDBClient({
    endpoint: dynamodb.endpoint,
    region: running.region,
    credentials: running.credentials,
  });
  const documents = DynamoDBDocumentClient.from(client);
  return {
    running,
    endpoint: dynamodb.endpoint,
    documents,
    tableName,
    stateDir,
    async graphql(as, query, variables = {}) {
      const { status, body } = await running.execute({ as, query, variables });
      return { status, data: body.data, errors: (body.errors ?? []) as unknown as GraphqlError[] };
    },
    async scan(eventId) {
      const items: StoredItem[] = [];
      const filter =
        eventId === undefined
          ? {}
          : {
              FilterExpression: 'attribute_not_exists(eventId) OR eventId = :eventId',
              ExpressionAttributeValues: { ':eventId': eventId },
            };
      for await (const page of paginateScan(
        { client: documents },
        { TableName: tableName, ConsistentRead: true, ...filter },
      )) {
        items.push(...((page.Items ?? []) as StoredItem[]));
      }
      return items;
    },
    async close() {
      await running.close();
      await between?.close();
      documents.destroy();
      client.destroy();
      await dynamodb.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
