import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Rest, Serving } from './serve.ts';

/** The API in a process of its own. */
export interface Server extends Serving {
  /** Waits until everything that was changed is announced, then says how it is. Rejects if the process has ended. */
  rest(): Promise<Rest>;
  /** Undefined while it runs; else how it ended. */
  end(): string | undefined;
  close(): Promise<void>;
}

/**
 * Starts the API of an assembly in a process of its own, on a database of its own. Rejects with what it printed if it
 * does not start.
 */
export async function startServer(assemblyDir: string): Promise<Server> {
  const child = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), [assemblyDir], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed = `${printed}${text}`.slice(-10_000)));
  const ended = once(child, 'exit').then(([code, signal]) => `the server ended with ${signal ?? code}: ${printed}`);
  const message = () =>
    Promise.race([
      once(child, 'message').then(([value]) => value as unknown),
      ended.then((how) => Promise.reject(new Error(how))),
    ]);
  let end: string | undefined;
  void ended.then((how) => (end = how));
  const serving = (await message()) as Serving;
  return {
    ...serving,
    async rest() {
      const answer = message();
      child.send('rest');
      return (await answer) as Rest;
    },
    end: () => end,
    async close() {
      if (end === undefined) child.disconnect();
      await ended;
    },
  };
}
