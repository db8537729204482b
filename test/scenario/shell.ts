import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a shell command in the project's folder and gives what it prints; throws with stderr when it fails. */
export async function shell(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return stdout;
}

/** A token of `npm run -s token`, for the server of a state directory. */
export async function token(stateDir: string, ...args: string[]): Promise<string> {
  return (await shell(['npm run -s token --', ...args, '--state-dir', stateDir].join(' '))).trim();
}
