import { join, resolve } from 'node:path';
import { startApi } from './api.ts';
import { AssemblyError } from './assembly/types.ts';
import { answers, startDynamoDb } from './dynamodb/startDynamoDb.ts';
import { StartError } from './dynamodb/startError.ts';
import { SchemaRefused } from './graphql/buildSchema.ts';
import { loadCertificate } from './http/certificate.ts';
import { isPortFree } from './http/port.ts';
import { BadCode } from './resolver/loadCode.ts';
import { greeting } from './start/greeting.ts';
import { openLogs } from './start/openLogs.ts';
import { readOptions } from './start/options.ts';
import type { StartOptions } from './start/options.ts';
import { synthesise } from './start/synthesise.ts';

/** `npm start`: synthesises the app, starts DynamoDB Local and serves the API until it is stopped. */

const running: { close(): Promise<void> }[] = [];
const stopping = new AbortController();

async function stop(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  for (const part of running.reverse()) await part.close();
  process.exit(exitCode);
}

/** Keeps a part to be closed at the end; one that comes up while we stop is closed at once. */
async function keep<T extends { close(): Promise<void> }>(part: T): Promise<T> {
  if (stopping.signal.aborted) await part.close();
  else running.push(part);
  return part;
}

async function start(options: StartOptions): Promise<void> {
  const stateDir = resolve(options.stateDir);
  if (options.port !== 0 && !(await isPortFree(options.port, options.host))) throw portTaken(options.port);
  if (options.dynamodb !== undefined && !(await answers(options.dynamodb)))
    throw new StartError(`No DynamoDB answers at ${options.dynamodb}.`);
  const assemblyDir = options.assembly ?? join(stateDir, 'cdk.out');
  const [endpoint] = await Promise.all([
    options.dynamodb ??
      startDynamoDb({ stateDir, inMemory: options.inMemory })
        .then(keep)
        .then((database) => database.endpoint),
    options.assembly === undefined ? synthesise(process.cwd(), assemblyDir, stopping.signal) : undefined,
  ]);
  if (stopping.signal.aborted) return;
  const onOutput = openLogs(stateDir, options.verbose);
  const certificate = options.https ? await loadCertificate(stateDir) : undefined;
  const api = await keep(
    await startApi({
      assemblyDir,
      dynamodb: { endpoint },
      stateDir,
      operationsDir: options.operations,
      port: options.port,
      host: options.host,
      certificate,
      onOutput,
    }),
  );
  if (stopping.signal.aborted) return;
  if (options.verbose)
    process.stdout.write(api.withoutEffect.map((resource) => `without effect here: ${resource}\n`).join(''));
  process.stdout.write(greeting({ ...api, caFile: certificate?.caFile }));
}

function portTaken(port: number): StartError {
  return new StartError(`Port ${port} is taken: stop what listens on it, or choose another with --port.`);
}

/** One sentence for what can be expected to go wrong; the whole error for a bug. */
function explain(error: unknown, { port, dynamodb }: StartOptions): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return portTaken(port).message;
  if (dynamodb !== undefined && ['ECONNREFUSED', 'ENOTFOUND'].includes(code))
    return `No DynamoDB answers at ${dynamodb}: start it first, or leave --dynamodb out.`;
  if (['ENOTDIR', 'EACCES', 'EROFS', 'EPERM'].includes(code))
    return `The state directory cannot be used: ${(error as Error).message}`;
  const isExpected = [StartError, AssemblyError, SchemaRefused, BadCode].some((known) => error instanceof known);
  return isExpected ? (error as Error).message : error;
}

// The SDK's warning about this Node version would drown the few lines that matter.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
const options = readOptions(process.argv);
try {
  await start(options);
} catch (error) {
  console.error(explain(error, options));
  await stop(1);
}
