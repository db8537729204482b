import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A running process. */
export interface RunningProcess {
  pid: number;
  /** Its command line. */
  command: string;
}

/**
 * The running processes of a process group, from /proc, or from `ps` where there is none; ended ones that nobody has
 * fetched yet are left out.
 */
export function processesOfGroup(group: number): RunningProcess[] {
  return (existsSync('/proc/self/stat') ? fromProc() : fromPs()).flatMap(({ groupId, isEnded, ...process }) =>
    groupId === group && !isEnded ? process : [],
  );
}

/** Sends a signal to all processes of a group; one without processes is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

type Listed = RunningProcess & { groupId: number; isEnded: boolean };

function fromProc(): Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The second field is the file's name in brackets, with any characters in it: state, parent and group follow
        // the last bracket.
        const [state = '', , groupId = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return { pid: Number(name), command, groupId: Number(groupId), isEnded: /^[ZX]/.test(state) };
      } catch {
        // It ended while we were reading.
        return [];
      }
    });
}

function fromPs(): Listed[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return [...stdout.matchAll(/^ *(\d+) +(\d+) +(\S+) +(.*)$/gm)].map(([, pid, groupId, state = '', command = '']) => ({
    pid: Number(pid),
    command,
    groupId: Number(groupId),
    isEnded: state.startsWith('Z'),
  }));
}
