import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A script of ours in a process of its own, which serves until its parent disconnects. */
export interface Process<Serving> {
  /** What it said once it was ready. */
  serving: Serving;
  pid: number;
  /** Has it say how it is. Rejects if it has ended. */
  ask<Answer>(): Promise<Answer>;
  /** Undefined while it runs; else how it ended. */
  end(): string | undefined;
  close(): Promise<void>;
}

/**
 * Starts a script, which gets its options as JSON. Rejects with what it printed to stderr if it does not get ready.
 * @param execArgv more options for Node
 */
export async function startProcess<Serving>(
  script: URL,
  options: unknown,
  execArgv: readonly string[] = [],
): Promise<Process<Serving>> {
  const child = fork(fileURLToPath(script), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx', ...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed = `${printed}${text}`.slice(-10_000)));
  const ended = once(child, 'exit').then(([code, signal]) => `the server ended with ${signal ?? code}: ${printed}`);
  let end: string | undefined;
  void ended.then((how) => (end = how));
  const message = (): Promise<unknown> =>
    Promise.race([
      once(child, 'message').then(([value]) => value as unknown),
      ended.then((how) => Promise.reject(new Error(how))),
    ]);
  const serving = (await message()) as Serving;
  return {
    serving,
    pid: child.pid ?? 0,
    async ask<Answer>() {
      const answer = message();
      child.send('how are you');
      return (await answer) as Answer;
    },
    end: () => end,
    async close() {
      if (end === undefined) {
        child.disconnect();
      }
      await ended;
    },
  };
}
