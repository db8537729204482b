/**
 * A process of its own that serves the API on a database in memory, told what by its parent, and ended by it. Its
 * memory is its own, and so is its death.
 */
import { startWorld } from '../../../../../tools/running/startWorld.ts';

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

const { assemblyDir } = JSON.parse(process.argv[2] ?? '{}') as { assemblyDir: string };
const { running, endpoint, tableName, stateDir, close } = await startWorld({
  assemblyDir,
  streamPollMs: 10,
  onFault: note,
});

process.on('message', () => {
  void running.streamIdle().then(() => {
    globalThis.gc?.();
    process.send?.({
      heapBytes: process.memoryUsage().heapUsed,
      faults,
      deadLetters: running.deadLetters.length + running.sentMessages.length,
    } satisfies Rest);
  });
});
process.on('disconnect', () => void close().then(() => process.exit(0)));
const { url, realtimeUrl, region, apiKey = '', credentials } = running;
process.send?.({
  stateDir,
  url,
  realtimeUrl,
  region,
  apiKey,
  credentials,
  endpoint,
  tableName,
} satisfies Serving);
