import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inState, makeFolder } from '../state/stateErrors.ts';
import { commandLineOf, isRunning, stopProcess, type NotedProcess } from './runningProcess.ts';

/** A child of this process, and that process. */
interface PidRecord extends NotedProcess {
  ownerPid: number;
  ownerCommand: string;
}

/**
 * Notes a child of this process in the state directory, so that the next start can stop it if this one is killed hard.
 * Throws StartError where nothing can be written.
 */
export function notePid(stateDir: string, pid: number): { remove(): void } {
  const record: PidRecord = {
    pid,
    command: commandLineOf(pid) ?? '',
    ownerPid: process.pid,
    ownerCommand: commandLineOf(process.pid) ?? '',
  };
  const file = join(pidDir(stateDir), `${pid}.json`);
  makeFolder(pidDir(stateDir));
  inState(file, () => writeFileSync(file, JSON.stringify(record)));
  return { remove: () => rmSync(file, { force: true }) };
}

/**
 * Stops what a hard kill left behind: noted children that still run while their owner does not. Throws StartError where
 * nothing can be noted.
 */
export async function stopLeftovers(stateDir: string): Promise<void> {
  makeFolder(pidDir(stateDir));
  for (const name of readdirSync(pidDir(stateDir))) {
    const file = join(pidDir(stateDir), name);
    const record = readRecord(file);
    if (isRunning(record)) {
      const { ownerPid, ownerCommand } = record as PidRecord;
      if (isRunning({ pid: ownerPid, command: ownerCommand })) {
        continue;
      }
      await stopProcess(record.pid);
    }
    inState(file, () => rmSync(file, { force: true }));
  }
}

function pidDir(stateDir: string): string {
  return join(stateDir, 'pids');
}

function readRecord(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Cut short by a crash while it was written.
    return undefined;
  }
}
