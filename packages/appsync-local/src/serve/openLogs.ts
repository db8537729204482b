import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Appends what resolvers and functions print to `<stateDir>/logs/<source>.log`, and to stderr when verbose. What cannot
 * be written, for want of space say, is lost; stderr says so once, and again after it was possible in between.
 */
export function openLogs(stateDir: string, isVerbose: boolean): (source: string, text: string) => void {
  const directory = join(stateDir, 'logs');
  mkdirSync(directory, { recursive: true });
  let isLosing = false;
  return (source, text) => {
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
    }
  };
}
