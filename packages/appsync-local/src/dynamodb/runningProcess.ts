import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The command line of a running process, its arguments parted by blanks; undefined when there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    } catch {
      return undefined;
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined;
}

/** Stops a process: asks it to end, kills it after `patienceMs`, and returns once it is gone. */
export async function stopProcess(pid: number, patienceMs = 3000): Promise<void> {
  signal(pid, 'SIGTERM');
  const killAt = Date.now() + patienceMs;
  let isKilled = false;
  while (commandLineOf(pid) !== undefined) {
    if (!isKilled && Date.now() > killAt) {
      signal(pid, 'SIGKILL');
      isKilled = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
