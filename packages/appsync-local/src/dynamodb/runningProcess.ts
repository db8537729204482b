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

/** A process as a file names it. */
export interface NotedProcess {
  pid: number;
  /** Its command line: a process that got the same pid later has another one. */
  command: string;
}

/** Whether what a file holds names a process, and that one runs. A file may hold anything. */
export function isRunning(noted: unknown): noted is NotedProcess {
  const { pid, command } = (noted ?? {}) as Partial<NotedProcess>;
  return Number.isInteger(pid) && typeof command === 'string' && command !== '' && commandLineOf(pid!) === command;
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
