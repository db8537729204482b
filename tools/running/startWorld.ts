import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startApi, startDynamoDb, type ApiOptions, type RunningApi } from 'appsync-local';

/** An API on a database: in this process, and over HTTP and WebSocket at `running.url`. */
export interface World {
  running: RunningApi;
  /** The DynamoDB with the table, past whatever stands in front of it. */
  endpoint: string;
  /** A client of that DynamoDB. */
  client: DynamoDBClient;
  tableName: string;
  laneTableName: string;
  /** Where its keys are. */
  stateDir: string;
  close(): Promise<void>;
}

/** How a world is started; all but the assembly has a default. */
export interface WorldOptions extends Partial<ApiOptions> {
  assemblyDir: string;
  /** What the API talks to in place of the DynamoDB, such as a proxy that counts or fails. The caller closes it. */
  inFront?: { endpoint: string };
}

/**
 * Starts the API of an assembly, on a DynamoDB Local of its own that keeps nothing if none is given. Its table is empty
 * and, where a DynamoDB Local has the tables of each access key apart, its own, unless the caller gives a `stateDir`
 * that a world was started in before; the caller removes that one.
 * Throws what stands in the way; nothing stays behind then.
 */
export async function startWorld({ inFront, ...options }: WorldOptions): Promise<World> {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'event-registration-')));
  const own = options.dynamodb === undefined ? await startDynamoDb({ stateDir, inMemory: true }) : null;
  const { endpoint } = options.dynamodb ?? own!;
  const closeDatabase = async (): Promise<void> => {
    await own?.close();
    if (options.stateDir === undefined) {
      await rm(stateDir, { recursive: true, force: true });
    }
  };
  let running: RunningApi;
  try {
    running = await startApi({ ...options, dynamodb: inFront ?? { endpoint }, stateDir });
  } catch (error) {
    // Its database would keep the process alive.
    await closeDatabase();
    throw error;
  }
  const { region, credentials } = running;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const tableName = nameOf(running.tables, 'EventTable');
  const laneTableName = nameOf(running.tables, 'LaneTable');
  return {
    running,
    endpoint,
    client,
    tableName,
    laneTableName,
    stateDir,
    async close() {
      await running.close();
      client.destroy();
      await closeDatabase();
    },
  };
}

/** What the table of that construct is called. */
export function nameOf(tables: Record<string, string>, construct: string): string {
  return Object.entries(tables).find(([logicalId]) => logicalId.startsWith(construct))?.[1] ?? '';
}
