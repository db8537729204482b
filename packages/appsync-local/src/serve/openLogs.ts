import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../state/stateErrors.ts';

/**
 * Appends what resolvers and functions print to `<stateDir>/logs/<source>.log`. Stderr gets all of it when verbose, and
 * otherwise a line for each fault of a resolver's code. What cannot be written, for want of space say, is lost; stderr
 * says so once, and again after it was possible in between. Throws StartError if there can be no folder for them.
 */
export function openLogs(stateDir: string, isVerbose: boolean): (source: string, text: string, fault?: string) => void {
  const directory = join(stateDir, 'logs');
  makeFolder(directory);
  let isLosing = false;
  return (source, text, fault) => {
    try {
      appendFileSync(join(directory, `${source}.log`), text);
      isLosing = false;
    } catch (error) {
      if (!isLosing) {
        process.stderr.write(`What is printed is not kept in ${directory}: ${(error as Error).message}\n`);
      }
      isLosing = true;
    }
    if (isVerbose) {
      process.stderr.write(text.replace(/^(?=.)/gm, `${source}: `));
    } else if (fault !== undefined) {
      process.stderr.write(`${fault} (${source})\n`);
    }
  };
}
