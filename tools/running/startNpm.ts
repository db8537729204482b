import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOfGroup, signalGroup } from './processGroup.ts';

const READY_WITHIN_MS = 240_000;
const GONE_WITHIN_MS = 60_000;

/** An npm script that serves, as somebody has started it in a terminal. */
export interface NpmProcess {
  /** All that it printed until it was ready. */
  output: string;
  /** The process group of npm and all that it started. */
  group: number;
  /** What Ctrl-C does: SIGINT to all of the group. Returns once npm has ended. */
  pressCtrlC(): Promise<void>;
  /** Kills what is left of the group, and returns once it is gone. */
  destroy(): Promise<void>;
}

/**
 * Runs `npm <args>` until it is ready, judged by what it has printed. Throws with its output when it is not within 240
 * s, or ends before; nothing is left running then.
 */
export async function startNpm(
  args: readonly string[],
  isReady: (output: string) => boolean | Promise<boolean>,
): Promise<NpmProcess> {
  const child = spawn('npm', args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
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
    await waitUntil(() => processesOfGroup(group).length === 0, GONE_WITHIN_MS);
    process.off('exit', killWithParent);
  };
  const isDecided = await waitUntil(async () => child.exitCode !== null || (await isReady(output)), READY_WITHIN_MS);
  if (!isDecided || child.exitCode !== null) {
    await destroy();
    throw new Error(`npm ${args.join(' ')} did not serve:\n${output}`);
  }
  return {
    output,
    group,
    async pressCtrlC() {
      signalGroup(group, 'SIGINT');
      await ended;
    },
    destroy,
  };
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
