/**
 * A process of its own that serves the API on a database in memory, told what by its parent, and ended by it. Its
 * memory is its own, and so is its death.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../../../appsync-local/src/api.ts';
import { startDynamoDb } from '../../../../appsync-local/src/dynamodb/startDynamoDb.ts';

/** What the parent gets to know at the start. */
export interface Serving {
  stateDir: string;
  url: string;
  realtimeUrl: string;
  region: string;
  apiKey: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  endpoint: string;
  tableName: string;
}

/** What it is told once all changes are announced and garbage is collected. */
export interface Rest {
  heapBytes: number;
  /** Faults of the local API itself, and what nobody caught. */
  faults: string[];
  deadLetters: number;
}

const faults: string[] = [];
const note = (error: unknown) =>
  void (faults.length < 100 && faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
process.on('unhandledRejection', note);

const stateDir = mkdtempSync(join(tmpdir(), 'fuzz-'));
const dynamodb = await startDynamoDb({ stateDir, inMemory: true });
const api = await startApi({ assemblyDir: process.argv[2] ?? '', dynamodb, stateDir, streamPollMs: 10, onFault: note });

process.on('message', () => {
  void api.streamIdle().then(() => {
    globalThis.gc?.();
    process.send?.({
      heapBytes: process.memoryUsage().heapUsed,
      faults,
      deadLetters: api.deadLetters.length,
    } satisfies Rest);
  });
});
process.on('disconnect', () => {
  void api
    .close()
    .then(() => dynamodb.close())
    .then(() => {
      rmSync(stateDir, { recursive: true, force: true });
      process.exit(0);
    });
});
const { url, realtimeUrl, region, apiKey = '', credentials, tables } = api;
const [tableName = ''] = Object.values(tables);
process.send?.({
  stateDir,
  url,
  realtimeUrl,
  region,
  apiKey,
  credentials,
  endpoint: dynamodb.endpoint,
  tableName,
} satisfies Serving);
