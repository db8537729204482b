import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { createServer, type Plugin } from 'vite';
import { localOutputs, serveOutputs } from './example/serveOutputs.ts';
import { signsIn } from './example/signsIn.ts';
import { startApiProcess } from './example/startProcess.ts';
import { NoLocalServer, proveLocally } from './frame/api/proveLocally.ts';
import { parseEndpoint, parsePort } from './frame/argument.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { UsageError } from './frame/usageError.ts';
import { findApi } from './running/locateApi.ts';

/** The port of the app where none is named, or else the next one that is free. */
const USUAL_PORT = 5173;

/**
 * `npm run example`: the example app on the `npm start` that runs already, or else on an API of its own with demo data.
 * Ctrl-C ends all that it started.
 */
const command = defineTool('example', 'serve the example app, together with the local API and demo data')
  .option(
    '-p, --port <number>',
    `port of the app, 0 for any; ${USUAL_PORT} or the next free one if left out`,
    parsePort,
  )
  .option('--api <url>', 'use this local API; that of the running npm start if left out', parseEndpoint)
  .option('--outputs <file>', 'use a deployment, by its amplify_outputs.json')
  .option('--api-port <number>', 'start an API on this port, 0 for any; 4000 if none runs', parsePort)
  .option('--in-memory', 'start an API that keeps nothing after the end', false)
  .option('--assembly <directory>', 'start an API that serves this cloud assembly instead of synthesising one')
  .option('--state-dir <directory>', 'where the API keeps database, keys and logs', '.local');

type ExampleOptions = ReturnType<typeof command.opts>;

const FOUND = 'Data     what that npm start has; npm run demo fills it';
const running: { stop(): Promise<unknown> }[] = [];
let isStopping = false;

await runTool(
  command,
  async (options) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void stop(0));
    }
    try {
      await serve(options);
    } catch (error) {
      await stopAll();
      throw error;
    }
  },
  notDone(NoLocalServer),
);

async function serve(options: ExampleOptions): Promise<void> {
  const { port } = options;
  if (port !== undefined && port !== 0 && (await getPort({ port, host: 'localhost' })) !== port) {
    throw new UsageError(`port ${port} is taken: choose another for the app with --port`);
  }
  const { plugin, lines } = await placeOf(options);
  const app = await createServer({
    root: 'examples/web',
    plugins: [plugin],
    server: { port: port ?? USUAL_PORT, strictPort: port !== undefined, host: 'localhost' },
    logLevel: 'warn',
    clearScreen: false,
  });
  running.push({ stop: () => app.close() });
  await app.listen();
  const [url = ''] = app.resolvedUrls?.local ?? [];
  const isMoved = port === undefined && new URL(url).port !== String(USUAL_PORT);
  const why = isMoved ? `\nPort     ${USUAL_PORT} is taken, so the app has the next one that is free` : '';
  console.log(`App      ${url}${why}\n${lines}\n\nOpen it in two windows and be two people. Ctrl-C ends it.`);
}

/** Where the API is: a deployment, one that runs, or one that is started and filled now. */
async function placeOf(options: ExampleOptions): Promise<{ plugin: Plugin; lines: string }> {
  if (options.outputs !== undefined) {
    const { text, url } = readOutputs(options.outputs);
    return { plugin: serveOutputs(text), lines: `GraphQL  ${url}` };
  }
  const found = wantsItsOwn(options) ? null : findApi({ url: options.api, stateDir: options.stateDir }, '--api');
  const { url, region } = found === null ? await startApi(options) : { url: found, region: 'us-east-1' };
  const proof = await proveLocally(url, { kind: 'apiKey' }, '');
  if (!(await signsIn(url))) {
    throw new UsageError(`${url} signs nobody in, since others can reach it: start it without --host`);
  }
  return {
    plugin: localOutputs({ url, region, apiKey: proof['x-api-key'] ?? '' }),
    lines: `Console  ${new URL('/', url).href}\nGraphQL  ${url}${found === null ? '' : `\n${FOUND}`}`,
  };
}

/** Whether there are options for an API that is to be started, and none that names one. */
function wantsItsOwn({ api, apiPort, inMemory, assembly }: ExampleOptions): boolean {
  return api === undefined && (apiPort !== undefined || inMemory || assembly !== undefined);
}

/** Starts an API with demo data; ends this process if the API does not start, or ends. */
async function startApi({ apiPort = 4000, inMemory, assembly, stateDir }: ExampleOptions) {
  if (apiPort !== 0 && (await getPort({ port: apiPort, host: '127.0.0.1' })) !== apiPort) {
    const url = `http://localhost:${apiPort}/graphql`;
    throw new UsageError(
      `port ${apiPort} is taken: if by npm start, use it with --api ${url}; or choose another with --api-port`,
    );
  }
  const more = [...(inMemory ? ['--in-memory'] : []), ...(assembly === undefined ? [] : ['--assembly', assembly])];
  const started = await startApiProcess(['--port', String(apiPort), '--state-dir', stateDir, ...more]);
  if (started === null) {
    return stop(2);
  }
  running.push(started);
  void started.ended.then(() => stop(2));
  const demo = ['--import', 'tsx', 'tools/demo.ts', '--url', started.url, '--state-dir', stateDir];
  await promisify(execFile)(process.execPath, demo).catch((error: { stderr: string }) => {
    console.error(error.stderr);
    return stop(2);
  });
  return started;
}

/**
 * The text of a deployment's amplify_outputs.json, and the endpoint that it names.
 * @throws UsageError
 */
function readOutputs(file: string): { text: string; url: string } {
  try {
    const text = readFileSync(file, 'utf8');
    const { url } = (JSON.parse(text) as { data: { url?: unknown } }).data;
    if (typeof url === 'string') {
      return { text, url };
    }
  } catch {
    // What the file is not is said below.
  }
  throw new UsageError(`${file} is no amplify_outputs.json with the data.url of a deployment`);
}

/** Ends everything that was started, then this process. */
async function stop(exitCode: number): Promise<never> {
  if (isStopping) {
    return new Promise(() => undefined);
  }
  await stopAll();
  process.exit(exitCode);
}

async function stopAll(): Promise<void> {
  isStopping = true;
  for (const part of running.reverse()) {
    await part.stop();
  }
}
