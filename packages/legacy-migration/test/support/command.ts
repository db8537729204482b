import { spawn } from 'node:child_process';

/** A `migrate` command in a process of its own. */
export interface RunningCommand {
  /** As `kill -9`; nothing if it has ended. */
  kill(): void;
  /** Its exit code, null if it was killed, and all that it printed. */
  ended: Promise<{ exitCode: number | null; output: string }>;
}

/** Starts `npm run migrate -- <args>`, without npm in between, so that a kill meets the process itself. */
export function startMigrate(...args: string[]): RunningCommand {
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/legacy-migration/src/migrate.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    kill: () => void child.kill('SIGKILL'),
    ended: new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, output }))),
  };
}
