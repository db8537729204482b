import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads a small secret file of the state directory, making it first if there is none.
 * Safe when several processes do so at once: all of them get the same content. The file is readable by its owner only.
 */
export async function readOrCreate(
  stateDir: string,
  name: string,
  create: () => string | Promise<string>,
): Promise<string> {
  const path = join(stateDir, name);
  if (!existsSync(path)) {
    mkdirSync(stateDir, { recursive: true });
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
  return readFileSync(path, 'utf8');
}
