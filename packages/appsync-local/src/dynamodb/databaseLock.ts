import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLineOf, isRunning } from './runningProcess.ts';
import { StartError } from '../error/localError.ts';
import { inState, makeFolder, stateErrorOf } from '../state/stateErrors.ts';

/** Another process has the database files. */
export class DatabaseInUse extends StartError {}

/**
 * Takes the database files at `dbPath` for this process, so that of two starts at one moment one goes on. A lock whose
 * holder is gone, or that names none, is taken over. Throws DatabaseInUse when a living process holds it, StartError
 * where it cannot be written.
 */
export function lockDatabase(dbPath: string): { release(): void } {
  return inState(dirname(dbPath), () => takeLock(dbPath));
}

function takeLock(dbPath: string): { release(): void } {
  const path = `${dbPath}.lock`;
  makeFolder(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, command: commandLineOf(process.pid) }));
  try {
    while (!isLinked(draft, path)) {
      const holder = holderOf(path);
      if (isRunning(holder)) {
        throw new DatabaseInUse(
          `The database in ${dbPath} is in use by process ${holder.pid}: stop that one first, or use --in-memory.`,
        );
      }
      putAside(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

function isLinked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function holderOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') {
      throw stateErrorOf(error, path);
    }
    // Given back in between, or cut short by a crash.
    return undefined;
  }
}

/** Removes a lock whose holder is gone; one that somebody living took meanwhile is put back. */
function putAside(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (isRunning(holderOf(aside))) {
    isLinked(aside, path);
  }
  rmSync(aside, { force: true });
}
