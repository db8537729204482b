import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Health, ServeOptions, Serving } from './serve.ts';

/** A server in a process of its own. */
export interface Server<T = Serving> {
  serving: T;
  pid: number;
  health(): Promise<Health>;
  close(): Promise<void>;
}

/** Starts the API in a process of its own, so that neither load nor model takes its processor time from within. */
export function startServer(options: ServeOptions): Promise<Server> {
  return startProcess<Serving>('serve.ts', options);
}

/** Starts a script of this folder, which sends what it serves once it is ready. Throws if it ends before. */
export async function startProcess<T>(script: string, options: unknown): Promise<Server<T>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ended = once(child, 'exit');
  const [serving] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${script} ended before it was ready`))),
  ])) as [T];
  return {
    serving,
    pid: child.pid ?? 0,
    async health() {
      const answer = once(child, 'message');
      child.send('health');
      return (await answer)[0] as Health;
    },
    async close() {
      child.disconnect();
      await ended;
    },
  };
}
