import { spawn } from 'node:child_process';
import { processesOfGroup, signalGroup } from '../scenario/processGroup.ts';
import { waitUntil } from '../scenario/npmStart.ts';

const READY_WITHIN_MS = 600_000;

/** An `npm run example` of its own. */
export interface Example {
  /** Where the app is, without a slash at the end. */
  app: string;
  /** The GraphQL endpoint. */
  api: string;
  /** The process group of npm and all that it started. */
  group: number;
  /** What Ctrl-C does; returns once npm has ended. */
  pressCtrlC(): Promise<void>;
  /** Kills what is left of the group, and returns once it is gone. */
  destroy(): Promise<void>;
}

/** Runs `npm run example -- <args>` until it serves. Throws with what it printed when it ends before. */
export async function npmRunExample(...args: string[]): Promise<Example> {
  const child = spawn('npm', ['run', '-s', 'example', '--', ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid ?? Number.NaN;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const killWithParent = () => signalGroup(group, 'SIGKILL');
  process.once('exit', killWithParent);
  const destroy = async () => {
    killWithParent();
    await waitUntil(() => processesOfGroup(group).length === 0, 60_000);
    process.off('exit', killWithParent);
  };
  await waitUntil(() => child.exitCode !== null || /Ctrl-C ends it/.test(output), READY_WITHIN_MS);
  const after = (name: string) => new RegExp(`^${name} +(\\S+?)/?$`, 'm').exec(output)?.[1];
  const [app, api] = [after('App'), after('GraphQL')];
  if (app === undefined || api === undefined) {
    await destroy();
    throw new Error(output);
  }
  return {
    app,
    api,
    group,
    async pressCtrlC() {
      signalGroup(group, 'SIGINT');
      await ended;
    },
    destroy,
  };
}
