import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../error/localError.ts';
import { inState, makeFolder, stateErrorOf } from './stateErrors.ts';

/**
 * Reads a small secret file of the state directory, making it first if there is none.
 * Safe when several processes do so at once: all of them get the same content. The file is readable by its owner only.
 * Throws StartError for a file that `read` cannot read, by throwing or as undefined: nothing is derived from what was
 * emptied or cut short, and nothing is made anew unasked.
 * @param changes what a new one changes, for the person who is told to remove a damaged one
 */
export async function readOrCreate<Content>(
  stateDir: string,
  name: string,
  changes: string,
  create: () => string | Promise<string>,
  read: (text: string) => Content | undefined | Promise<Content>,
): Promise<Content> {
  const path = join(stateDir, name);
  const text = await textOf(stateDir, path, create).catch((error: unknown) => {
    throw stateErrorOf(error, stateDir);
  });
  const content = await Promise.resolve(text)
    .then(read)
    .catch(() => undefined);
  if (content === undefined) {
    throw new StartError(`${path} is empty or damaged: remove it, and the next start makes a new one; ${changes}.`);
  }
  return content;
}

/** The file's text; it is made if it is not there. */
async function textOf(stateDir: string, path: string, create: () => string | Promise<string>): Promise<string> {
  if (!existsSync(path)) {
    makeFolder(stateDir);
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, await create(), { mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    } finally {
      rmSync(draft);
    }
  }
  return inState(path, () => readFileSync(path, 'utf8'));
}
