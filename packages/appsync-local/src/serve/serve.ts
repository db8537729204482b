import { resolve } from 'node:path';
import getPort from 'get-port';
import type { BusEvent } from '../bus/busEvent.ts';
import { openEventLog } from '../bus/eventLog.ts';
import { forwardEvents } from '../bus/forwardEvents.ts';
import { DatabaseInUse } from '../dynamodb/databaseLock.ts';
import { keepDynamoDb, type KeeperEvents } from '../dynamodb/keepDynamoDb.ts';
import { answers } from '../dynamodb/startDynamoDb.ts';
import { LocalError, StartError } from '../error/localError.ts';
import { caFileIn } from '../http/caFile.ts';
import { greeting } from './greeting.ts';
import { openLogs } from './openLogs.ts';
import { findServers, noteServer, noteStart } from './runningServers.ts';
import type { ServedApi } from './serveApi.ts';

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
  /** The last lines of the greeting: what to do with the server at this endpoint; names have at most 8 characters. */
  next?: (url: string) => [name: string, text: string][];
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
    throw portTaken(port, stateDir);
  }
  if (dynamodb !== undefined && !(await answers(dynamodb))) {
    throw new StartError(`No DynamoDB answers at ${dynamodb}.`);
  }
  const starting = await keep(noteStart(stateDir));
  const { say = () => undefined } = options;
  let renew = async (): Promise<void> => undefined;
  const endpoint = dynamodb ?? `http://127.0.0.1:${await getPort()}`;
  let ready: Promise<unknown> | undefined;
  if (dynamodb === undefined) {
    say('Starting DynamoDB Local …');
    const database = { stateDir, inMemory, port: Number(new URL(endpoint).port) };
    ready = keepDynamoDb(
      database,
      tellOf(() => void renew().catch(fail)),
      signal,
    ).then(keep);
  }
  const serving = async (): Promise<{ served: ServedApi; assemblyDir: string } | undefined> => {
    const assemblyDir = typeof assembly === 'string' ? assembly : await assembly(signal);
    if (signal.aborted) {
      return undefined;
    }
    say('Starting the API …');
    const served = await keep(await serveOn({ endpoint, ready }, assemblyDir, { ...options, stateDir }));
    return { served, assemblyDir };
  };
  // Java takes as long to start as all of this, and on another core.
  const [begun] = await Promise.all([serving(), ready]);
  if (begun === undefined || signal.aborted) {
    return;
  }
  const { served, assemblyDir } = begun;
  if (inMemory) {
    renew = () => served.renew();
  }
  const api = served.running();
  await keep(noteServer(stateDir, { url: api.url, dynamodb: endpoint }));
  await starting.close();
  if (verbose) {
    process.stdout.write(api.withoutEffect.map((resource) => `without effect here: ${resource}\n`).join(''));
  }
  const { https, tokenCommand, next, watch } = options;
  if (watch !== undefined) {
    await keep(await watch((changed) => served.replace(changed), assemblyDir));
  }
  const caFile = https ? caFileIn(stateDir) : undefined;
  process.stdout.write(greeting({ ...api, caFile, tokenCommand, next: next?.(api.url) }));
}

/** What is imported here takes a second to load, in which Java has begun already. */
async function serveOn(
  dynamodb: { endpoint: string; ready: Promise<unknown> | undefined },
  assemblyDir: string,
  { stateDir, host, port, https, verbose, forward, operations: operationsDir }: ServeOptions,
): Promise<ServedApi> {
  const { serveApi } = await import('./serveApi.ts');
  const onOutput = openLogs(stateDir, verbose);
  const certificate = https ? await (await import('../http/certificate.ts')).loadCertificate(stateDir) : undefined;
  const onBusEvent = takeEvents(stateDir, forward);
  return serveApi({ assemblyDir, dynamodb, stateDir, operationsDir, host, port, certificate, onOutput, onBusEvent });
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

function portTaken(port: number, stateDir: string): StartError {
  const who = whoServes(stateDir, (url) => url.port === String(port));
  return new StartError(`Port ${port} is taken: stop what listens on it, or choose another with --port.${who}`);
}

/** Who serves from the state directory already, as a sentence behind another; empty if nobody does. */
function whoServes(stateDir: string, isMeant: (url: URL) => boolean = () => true): string {
  const urls = findServers(resolve(stateDir)).flatMap(({ url }) => (isMeant(new URL(url)) ? [url] : []));
  return urls.length === 0 ? '' : ` ${urls.join(', ')} runs here already; Ctrl-C ends it where it was started.`;
}

/** One sentence for what can be expected to go wrong; the whole error for a bug. */
function explain(error: unknown, { port, dynamodb, stateDir }: ServeOptions): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (error instanceof LocalError) {
    return `${error.message}${error instanceof DatabaseInUse ? whoServes(stateDir) : ''}`;
  }
  if (code === 'EADDRINUSE') {
    return portTaken(port, stateDir).message;
  }
  if (dynamodb !== undefined && ['ECONNREFUSED', 'ENOTFOUND'].includes(code)) {
    return `No DynamoDB answers at ${dynamodb}: start it first, or leave --dynamodb out.`;
  }
  if (['ENOTDIR', 'EACCES', 'EROFS', 'EPERM', 'ENOSPC', 'EDQUOT'].includes(code)) {
    return `The state directory cannot be used: ${(error as Error).message}`;
  }
  return error;
}
