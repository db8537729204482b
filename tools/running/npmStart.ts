import { get, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { readGreeting, type Greeting } from './greeting.ts';
import { startNpm, type NpmProcess } from './startNpm.ts';

/** An `npm start` of its own, told apart from a developer's by its state directory. */
export interface NpmStart extends NpmProcess, Greeting {}

/**
 * Runs `npm start -- --port 0 --state-dir … <more>` (0 is any free port), and waits until it has printed its lines and
 * /healthz answers 200. Throws as `startNpm`.
 */
export async function npmStart(stateDir: string, ...more: string[]): Promise<NpmStart> {
  const started = await startNpm(['start', '--', '--port', '0', '--state-dir', stateDir, ...more], async (output) => {
    const greeting = readGreeting(output);
    return greeting !== null && (await isHealthy(greeting.url));
  });
  return { ...started, ...readGreeting(started.output)! };
}

async function isHealthy(graphqlUrl: string): Promise<boolean> {
  const url = new URL('/healthz', graphqlUrl);
  return new Promise((answer) => {
    const done = (response: IncomingMessage) => answer(response.resume().statusCode === 200);
    // Whether it serves is the question here, not whether its certificate is trusted.
    const request = url.protocol === 'https:' ? getHttps(url, { rejectUnauthorized: false }, done) : get(url, done);
    request.once('error', () => answer(false));
  });
}
