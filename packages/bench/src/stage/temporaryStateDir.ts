import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A directory for the keys of a server, which is gone when this process ends. */
export function temporaryStateDir(): string {
  if (made.length === 0)
    process.once('exit', () => made.forEach((directory) => rmSync(directory, { recursive: true, force: true })));
  const directory = mkdtempSync(join(tmpdir(), 'bench-state-'));
  made.push(directory);
  return directory;
}
