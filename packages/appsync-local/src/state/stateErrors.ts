import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartError } from '../error/localError.ts';

/**
 * What to throw in place of an error of the file system in the state directory: a StartError that names what is in the
 * way. Any other error is itself, and so is one about another path than `path` and what is below it.
 */
export function stateErrorOf(error: unknown, path: string): unknown {
  const { code, path: at = path, syscall } = error as NodeJS.ErrnoException;
  const isOfFiles = error instanceof Error && code !== undefined && /^E[A-Z]+$|^ERR_FS_/.test(code);
  const place = resolve(String(at));
  if (!isOfFiles || (place !== resolve(path) && !place.startsWith(`${resolve(path)}/`))) {
    return error;
  }
  const file = fileAbove(place, code === 'EEXIST' && syscall === 'mkdir');
  if (file !== undefined) {
    return new StartError(`${file} is a file where a folder has to be: move it away and start again.`);
  }
  if (code === 'EISDIR' || code === 'ERR_FS_EISDIR') {
    return new StartError(`${place} is a folder where a file has to be: move it away and start again.`);
  }
  return new StartError(`${place} cannot be made, read or written (${code}): mend that and start again.`);
}

/** Runs what reads or writes at `path` or below it, which is in the state directory. Throws as `stateErrorOf` says. */
export function inState<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw stateErrorOf(error, path);
  }
}

/** Makes a folder in the state directory, or finds it. Throws StartError if it cannot be, or not be written to. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw stateErrorOf(Object.assign(new Error(String(error)), { code, syscall: 'mkdir' }), path);
  }
}

/** What on the way to a place is no folder and no link; with `itself` the place counts, too. */
function fileAbove(place: string, itself: boolean): string | undefined {
  const above = dirname(place);
  const found = above === place ? undefined : fileAbove(above, true);
  if (found !== undefined || !itself) {
    return found;
  }
  const entry = lstatSync(place, { throwIfNoEntry: false });
  return entry === undefined || entry.isDirectory() || entry.isSymbolicLink() ? undefined : place;
}
