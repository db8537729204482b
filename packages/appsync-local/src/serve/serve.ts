import { resolve } from 'node:path';
import getPort from 'get-port';
import type { BusEvent } from '../bus/busEvent.ts';
import { openEventLog } from '../bus/eventLog.ts';
import { forwardEvents } from '../bus/forwardEvents.ts';
import { keepDynamoDb, type KeeperEvents } from '../dynamodb/keepDynamoDb.ts';
import { answers } from '../dynamodb/startDynamoDb.ts';
import { LocalError, StartError } from '../error/localError.ts';
import { loadCertificate } from '../http/certificate.ts';
import { greeting } from './greeting.ts';
import { openLogs } from './openLogs.ts';
import { noteServer } from './runningServers.ts';
import { serveApi } from './serveApi.ts';

/** What is served, and how. */
export interface ServeOptions {
  /** A cloud assembly's directory, or what makes one and says where; `signal` tells it that nobody waits any more. */
  assembly: string | ((signal: AbortSignal) => Promise<string>);
  port: number;
  host: string;
  inMemory: boolean;
  /** Serves HTTPS and WSS with a certificate of its own. */
  https: boolean;
  /** The endpoint of a DynamoDB that runs already. */
  dynamodb?: string | undefined;
  /** Where database, keys and logs are kept. */
  stateDir: string;
  /** A directory of operations for the console. */
  operations?: string | undefined;
  verbose: boolean;
  /** Where each event of the buses is posted to. */
  forward?: string | undefined;
  /**
   * Begins, once it serves, to call `replace` with each assembly that is to be served instead; that throws where it
   * cannot be, and the one before goes on.
   */
  watch?: (replace: (assemblyDir: string) => Promise<void>, served: string) => Part | Promise<Part>;
  /** A command that prints a user's token; the greeting names it. */
  tokenCommand?: string;
  /** Told in a line each what the start is doing. */
  say?: (line: string) => void;
}

interface Part {
  close(): Promise<void>;
}

/**
 * Serves a cloud assembly until the process is told to end: starts DynamoDB Local and the API, greets, and closes both
 * on SIGINT, SIGTERM and SIGHUP. What the person who started it can mend is one sentence on stderr and exit code 1.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const parts: Part[] = [];
  const stopping = new AbortController();
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping.signal.aborted) {
      return;
    }
    stopping.abort();
    for (const part of parts.reverse()) {
      await part.close();
    }
    process.exit(exitCode);
  };
  /** Keeps a part to be closed at the end; one that comes up while we stop is closed at once. */
  const keep = async <T extends Part>(part: T): Promise<T> => {
    if (stopping.signal.aborted) {
      await part.close();
    } else {
      parts.push(part);
    }
    return part;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop(0));
  }
  const fail = async (error: unknown): Promise<void> => {
    console.error(explain(error, options));
    await stop(1);
  };
  await start(options, { keep, fail, signal: stopping.signal }).catch(fail);
}

interface Frame {
  /** Keeps a part to be closed at the end. */
  keep<T extends Part>(part: T): Promise<T>;
  /** Says what went wrong once it served, and stops. */
  fail(error: unknown): Promise<void>;
  signal: AbortSignal;
}

async function start(options: ServeOptions, { keep, fail, signal }: Frame): Promise<void> {
  const { assembly, port, host, dynamodb, inMemory, verbose } = options;
  const stateDir = resolve(options.stateDir);
  if (port !== 0 && (await getPort({ port, host })) !== port) {
    throw portTaken(port);
  }
  if (dynamodb !== undefined && !(await answers(dynamodb))) {
    throw new StartError(`No DynamoDB answers at ${dynamodb}.`);
  }
  const { say = () => undefined } = options;
  if (dynamodb === undefined) {
    say('Starting DynamoDB Local …');
  }
  let renew = async (): Promise<void> => undefined;
  const [{ endpoint }, assemblyDir] = await Promise.all([
    dynamodb === undefined
      ? keepDynamoDb(
          { stateDir, inMemory },
          tellOf(() => void renew().catch(fail)),
        ).then(keep)
      : { endpoint: dynamodb },
    typeof assembly === 'string' ? assembly : assembly(signal),
  ]);
  if (signal.aborted) {
    return;
  }
  say('Starting the API …');
  const onOutput = openLogs(stateDir, verbose);
  const certificate = options.https ? await loadCertificate(stateDir) : undefined;
  const { operations: operationsDir } = options;
  const onBusEvent = takeEvents(stateDir, options.forward);
  const settings = { assemblyDir, dynamodb: { endpoint }, stateDir, operationsDir, host, certificate, onOutput };
  const served = await keep(await serveApi({ ...settings, onBusEvent, port }));
  if (inMemory) {
    renew = () => served.renew();
  }
  if (signal.aborted) {
    return;
  }
  const api = served.running();
  await keep(noteServer(stateDir, { url: api.url, dynamodb: endpoint }));
  if (verbose) {
    process.stdout.write(api.withoutEffect.map((resource) => `without effect here: ${resource}\n`).join(''));
  }
  if (options.watch !== undefined) {
    await keep(await options.watch((next) => served.replace(next), assemblyDir));
  }
  process.stdout.write(greeting({ ...api, caFile: certificate?.caFile, tokenCommand: options.tokenCommand }));
}

/** Keeps each event of the buses in a file, and posts it where somebody wants it. */
function takeEvents(stateDir: string, url: string | undefined): (event: BusEvent) => void {
  const say = (message: string) => console.error(message);
  const keep = openEventLog(stateDir, say);
  const forward = url === undefined ? () => undefined : forwardEvents(url, say);
  return (event) => {
    keep(event);
    forward(event);
  };
}

/** Says what becomes of the database, in a line each; `onStartedAgain` is called when it is back. */
function tellOf(onStartedAgain: () => void): KeeperEvents {
  return {
    onEnded: () => console.error('DynamoDB Local has ended; it is started again.'),
    onStartedAgain: () => {
      console.error('DynamoDB Local answers again.');
      onStartedAgain();
    },
    onFailed: (error) => console.error(`DynamoDB Local does not start: ${(error as Error).message}`),
  };
}

function portTaken(port: number): StartError {
  return new StartError(`Port ${port} is taken: stop what listens on it, or choose another with --port.`);
}

/** One sentence for what can be expected to go wrong; the whole error for a bug. */
function explain(error: unknown, { port, dynamodb }: ServeOptions): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (error instanceof LocalError) {
    return error.message;
  }
  if (code === 'EADDRINUSE') {
    return portTaken(port).message;
  }
  if (dynamodb !== undefined && ['ECONNREFUSED', 'ENOTFOUND'].includes(code)) {
    return `No DynamoDB answers at ${dynamodb}: start it first, or leave --dynamodb out.`;
  }
  if (['ENOTDIR', 'EACCES', 'EROFS', 'EPERM', 'ENOSPC', 'EDQUOT'].includes(code)) {
    return `The state directory cannot be used: ${(error as Error).message}`;
  }
  return error;
}
