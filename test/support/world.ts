import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { startApi, type ApiOptions, type CallAs, type RunningApi } from 'appsync-local';
import type { CallAnswer, GraphqlError, StoredItem } from './api.ts';

/** An API on a database: in this process, and over HTTP and WebSocket at `running.url`. */
export interface World {
  running: RunningApi;
  /** The table, past the API and whatever stands in front of the database. */
  documents: DynamoDBDocumentClient;
  tableName: string;
  /** Where its keys are. */
  stateDir: string;
  /** One GraphQL request as somebody, along the whole path of an HTTP request. */
  graphql(as: CallAs, query: string, variables?: Record<string, unknown>): Promise<CallAnswer>;
  /** Everything stored; with an event's id only what belongs to that event, and all users. */
  scan(eventId?: string): Promise<StoredItem[]>;
  close(): Promise<void>;
}

/** What a test asks for; everything has a default. */
export interface WorldOptions extends Partial<Omit<ApiOptions, 'dynamodb'>> {
  /** The DynamoDB, if not the one of the run. */
  dynamodb?: { endpoint: string };
  /** What the API talks to in place of the DynamoDB, such as a proxy that counts or fails. The caller closes it. */
  inFront?: { endpoint: string };
}

/**
 * Starts the API of an assembly (the development stage's) with an empty table. Its access key, and with it its table,
 * is its own unless the caller gives a `stateDir` that a world was started in before; the caller removes that one.
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { dynamodb = { endpoint: inject('dynamoDbEndpoint') }, inFront = dynamodb, ...more } = options;
  const stateDir = more.stateDir ?? (await mkdtemp(join(tmpdir(), 'event-registration-')));
  const assemblyDir = more.assemblyDir ?? inject('assemblyDir');
  const running = await startApi({ ...more, assemblyDir, dynamodb: inFront, stateDir });
  const [tableName = ''] = Object.values(running.tables);
  const { region, credentials } = running;
  const client = new DynamoDBClient({ endpoint: dynamodb.endpoint, region, credentials });
  const documents = DynamoDBDocumentClient.from(client);
  return {
    running,
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
      client.destroy();
      if (options.stateDir === undefined) {
        await rm(stateDir, { recursive: true, force: true });
      }
    },
  };
}
