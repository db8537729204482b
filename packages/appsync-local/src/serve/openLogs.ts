import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Appends what resolvers and functions print to `<stateDir>/logs/<source>.log`, and to stderr when verbose. */
export function openLogs(stateDir: string, isVerbose: boolean): (source: string, text: string) => void {
  const directory = join(stateDir, 'logs');
  mkdirSync(directory, { recursive: true });
  return (source, text) => {
    appendFileSync(join(directory, `${source}.log`), text);
    if (isVerbose) {
      process.stderr.write(text.replace(/^(?=.)/gm, `${source}: `));
    }
  };
}
