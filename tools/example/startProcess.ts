import { spawn, type ChildProcess } from 'node:child_process';
import { readGreeting, type Greeting } from '../running/greeting.ts';

/** An `npm start` in a process of its own. */
export interface ApiProcess extends Pick<Greeting, 'url' | 'region'> {
  /** Resolves when it has ended, by itself or by `stop`. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs tools/start.ts with these arguments and waits until it serves; null if it ends before, having said why on
 * stderr.
 */
export async function startApiProcess(args: readonly string[]): Promise<ApiProcess | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void ended.then(() => process.off('exit', killWithUs));
  const greeting = await Promise.race([greetingOf(child), ended]);
  if (greeting === undefined) {
    return null;
  }
  return {
    ...greeting,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What it prints once it serves. */
function greetingOf({ stdout }: ChildProcess): Promise<Greeting> {
  return new Promise((resolve) => {
    let text = '';
    stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const greeting = readGreeting(text);
      if (greeting !== null) {
        resolve(greeting);
      }
    });
  });
}
