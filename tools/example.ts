import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { createServer, type Plugin } from 'vite';
import { freePort, isPortFree } from '../packages/appsync-local/src/http/port.ts';
import { deployedOutputs, localIdentities } from './example/localIdentities.ts';
import { askForProof } from './example/proof.ts';
import { startApiProcess } from './example/startProcess.ts';

/**
 * `npm run example`: the example app, and unless told where the API is, an API of its own with demo data. Ctrl-C ends
 * all of it.
 */
const command = new Command('example')
  .description('serve the example app, together with the local API and demo data')
  .option('-p, --port <number>', 'port of the app, 0 for any', parsePort, 5173)
  .option('--api-port <number>', 'port of the API, 0 for any', parsePort, 4000)
  .option('--api <url>', 'use an `npm start` that runs already, http://localhost:4000/graphql for instance')
  .option('--outputs <file>', 'use a deployment, by its amplify_outputs.json')
  .option('--in-memory', 'the API keeps nothing after the end', false)
  .option('--assembly <directory>', 'the API serves this cloud assembly instead of synthesising one')
  .option('--state-dir <directory>', 'where the API keeps database, keys and logs', '.local')
  .parse();
const options = command.opts<{
  port: number;
  apiPort: number;
  api?: string;
  outputs?: string;
  inMemory: boolean;
  assembly?: string;
  stateDir: string;
}>();

const running: { stop(): Promise<unknown> }[] = [];
let isStopping = false;
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));

if (options.port !== 0 && !(await isPortFree(options.port, 'localhost'))) {
  command.error(`error: port ${options.port} is taken: choose another for the app with --port`);
}
const { plugin, api } = await findApi();
const port = options.port || (await freePort());
const app = await createServer({
  root: 'examples/web',
  plugins: [plugin],
  server: { port, strictPort: true, host: 'localhost' },
  logLevel: 'warn',
  clearScreen: false,
});
running.push({ stop: () => app.close() });
await app.listen();
console.log(`App      http://localhost:${port}/\n${api}\n\nOpen it in two windows and be two people. Ctrl-C ends it.`);

/** Where the API is: a deployment, one that runs, or one that is started and filled now. */
async function findApi(): Promise<{ plugin: Plugin; api: string }> {
  if (options.outputs !== undefined) {
    const outputs = readOutputs(options.outputs);
    return {
      plugin: deployedOutputs(outputs),
      api: `GraphQL  ${(JSON.parse(outputs) as { data: { url: string } }).data.url}`,
    };
  }
  const { url, region } = options.api === undefined ? await startApi() : { url: options.api, region: 'us-east-1' };
  const proof = await askForProof(url, { kind: 'apiKey' }).catch(() =>
    command.error(`error: no local API answers at ${url}; start it with npm start`),
  );
  return {
    plugin: localIdentities({ url, region, apiKey: proof['x-api-key'] ?? '' }),
    api: `Console  ${new URL('/', url).href}\nGraphQL  ${url}`,
  };
}

async function startApi(): Promise<{ url: string; region: string }> {
  const { apiPort, inMemory, assembly, stateDir } = options;
  if (apiPort !== 0 && !(await isPortFree(apiPort, '127.0.0.1'))) {
    command.error(
      `error: port ${apiPort} is taken: if by npm start, use it with --api http://localhost:${apiPort}/graphql; or choose another with --api-port`,
    );
  }
  const more = [...(inMemory ? ['--in-memory'] : []), ...(assembly === undefined ? [] : ['--assembly', assembly])];
  const started = await startApiProcess(['--port', String(apiPort), '--state-dir', stateDir, ...more]);
  if (started === null) return stop(1);
  running.push(started);
  void started.ended.then(() => stop(1));
  const demo = ['--import', 'tsx', 'tools/demo.ts', '--url', started.url, '--state-dir', stateDir];
  await promisify(execFile)(process.execPath, demo).catch((error: { stderr: string }) => {
    console.error(error.stderr);
    return stop(1);
  });
  return started;
}

function readOutputs(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (typeof (JSON.parse(text) as { data?: { url?: unknown } }).data?.url === 'string') return text;
  } catch {
    // Said below.
  }
  return command.error(`error: ${file} is no amplify_outputs.json with the data.url of a deployment`);
}

async function stop(exitCode: number): Promise<never> {
  if (isStopping) return new Promise(() => undefined);
  isStopping = true;
  for (const part of running.reverse()) await part.stop();
  process.exit(exitCode);
}

function parsePort(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : -1;
  if (number < 0 || number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}
