import { execFile, spawn } from 'node:child_process';
import { get, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Credentials } from 'appsync-local';
import { processesOfGroup, signalGroup } from './processGroup.ts';

const READY_WITHIN_MS = 240_000;

/** An `npm start` of its own, told apart from a developer's by its state directory. */
export interface NpmStart {
  /** All that it printed. */
  output: string;
  url: string;
  apiKey: string;
  credentials: Credentials;
  region: string;
  /** The shell command that it proposes. */
  curl: string;
  /** The process group of npm and all that it started. */
  group: number;
  /** What Ctrl-C does: SIGINT to all of the group. Returns once npm has ended. */
  pressCtrlC(): Promise<void>;
  /** Kills what is left of the group, and returns once it is gone. */
  destroy(): Promise<void>;
}

/**
 * Runs `npm start -- --port 0 --state-dir … <more>` (0 is any free port), and waits until it has printed its lines and
 * /healthz answers 200. Throws with its output when that does not happen within 240 s; nothing is left running then.
 */
export async function npmStart(stateDir: string, ...more: string[]): Promise<NpmStart> {
  const child = spawn('npm', ['start', '--', '--port', '0', '--state-dir', stateDir, ...more], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid ?? Number.NaN;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const killWithParent = () => signalGroup(group, 'SIGKILL');
  process.once('exit', killWithParent);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const destroy = async () => {
    killWithParent();
    await waitUntil(() => processesOfGroup(group).length === 0, 60_000);
    process.off('exit', killWithParent);
  };
  const isReady = await waitUntil(
    async () => child.exitCode !== null || (/^Try .*\n/m.test(output) && (await isHealthy(output))),
    READY_WITHIN_MS,
  );
  if (!isReady || child.exitCode !== null) {
    await destroy();
    throw new Error(`npm start did not serve:\n${output}`);
  }
  return {
    output,
    ...printedIn(output),
    group,
    async pressCtrlC() {
      signalGroup(group, 'SIGINT');
      await ended;
    },
    destroy,
  };
}

/** Runs a shell command in the project's folder and gives what it prints; throws with stderr when it fails. */
export async function shell(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return stdout;
}

/** A token of `npm run -s token`, for the server of a state directory. */
export async function token(stateDir: string, ...args: string[]): Promise<string> {
  return (await shell(['npm run -s token --', ...args, '--state-dir', stateDir].join(' '))).trim();
}

/** Asks every 50 ms until the answer is yes; false when it was not within `patienceMs`. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt) {
    if (await isSo()) {
      return true;
    }
    await sleep(50);
  }
  return false;
}

async function isHealthy(output: string): Promise<boolean> {
  const url = new URL('/healthz', printedIn(output).url);
  return new Promise((answer) => {
    const done = (response: IncomingMessage) => answer(response.resume().statusCode === 200);
    // Whether it serves is the question here, not whether its certificate is trusted.
    const request = url.protocol === 'https:' ? getHttps(url, { rejectUnauthorized: false }, done) : get(url, done);
    request.once('error', () => answer(false));
  });
}

/** What a person reads from the lines of a start. */
function printedIn(output: string): Pick<NpmStart, 'url' | 'apiKey' | 'credentials' | 'region' | 'curl'> {
  const after = (name: string) => new RegExp(`^${name} +(.*)$`, 'm').exec(output)?.[1] ?? '';
  const [, accessKeyId = '', secretAccessKey = '', region = ''] =
    /^(\S+) (\S+) \(SigV4, (\S+), appsync\)$/.exec(after('IAM')) ?? [];
  return {
    url: after('GraphQL'),
    apiKey: after('API key'),
    credentials: { accessKeyId, secretAccessKey },
    region,
    curl: after('Try'),
  };
}
