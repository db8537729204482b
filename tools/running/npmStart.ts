import { get, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import type { Credentials } from 'appsync-local';
import { startNpm, type NpmProcess } from './startNpm.ts';

/** An `npm start` of its own, told apart from a developer's by its state directory. */
export interface NpmStart extends NpmProcess {
  url: string;
  apiKey: string;
  credentials: Credentials;
  region: string;
  /** The shell command that it proposes. */
  curl: string;
}

/**
 * Runs `npm start -- --port 0 --state-dir … <more>` (0 is any free port), and waits until it has printed its lines and
 * /healthz answers 200. Throws as `startNpm`.
 */
export async function npmStart(stateDir: string, ...more: string[]): Promise<NpmStart> {
  const started = await startNpm(
    ['start', '--', '--port', '0', '--state-dir', stateDir, ...more],
    async (output) => /^Try .*\n/m.test(output) && (await isHealthy(output)),
  );
  return { ...started, ...printedIn(started.output) };
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
function printedIn(output: string): Omit<NpmStart, keyof NpmProcess> {
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
