import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type ApiOptions, type RunningApi } from '../../../packages/appsync-local/src/api.ts';
import { startDynamoDb, type RunningDynamoDb } from '../../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';
import { storageOf, type Storage } from './storage.ts';

/** Without the stream: its healing would hide damage, and move events that nobody has called about. */
const NEVER_MS = 2 ** 31 - 1;

/** An API on a DynamoDB, where histories take place. */
export interface Stage {
  running: RunningApi;
  storage: Storage;
  /** Ends what the stage has started; the DynamoDB goes on. */
  close(): Promise<void>;
}

/** A DynamoDB Local in memory. @returns it, and how to end it with its files */
export async function startDatabase(): Promise<RunningDynamoDb> {
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-db-'));
  const dynamodb = await startDynamoDb({ stateDir, inMemory: true });
  return {
    ...dynamodb,
    async close() {
      await dynamodb.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the API of a cloud assembly. `dynamodb` is the database itself, past which nothing is hidden; `between` is
 * what the API talks to instead, if something stands in front.
 */
export async function startStage(
  assemblyDir: string,
  dynamodb: { endpoint: string },
  between = dynamodb,
  options: Pick<ApiOptions, 'lambdaConcurrency'> = {},
): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-stage-'));
  const running = await startApi({ assemblyDir, dynamodb: between, stateDir, streamPollMs: NEVER_MS, ...options });
  const storage = storageOf(running, dynamodb.endpoint);
  return {
    running,
    storage,
    async close() {
      await running.close();
      storage.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
