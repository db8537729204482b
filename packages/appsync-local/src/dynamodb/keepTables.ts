import { closeSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL } from '../assembly/local.ts';
import { loadSecrets } from '../auth/localSecrets.ts';
import { StartError } from '../error/localError.ts';
import { inState } from '../state/stateErrors.ts';

const SHARED = 'shared-local-instance';
/** The file of an access key that a seed has made. */
const OF_KEY = new RegExp(`^AKIA[0-9A-Z]{16}_${LOCAL.region}$`);
/** A database, and what SQLite keeps beside it. */
const PARTS = ['.db', '.db-journal', '.db-shm', '.db-wal'];

/**
 * Lets the state directory's access key keep the tables in `dbPath`, where DynamoDB Local has a file for each key. If
 * the key has no file, the only one there becomes its own: of tables that were shown to every key, or of the key of a
 * seed that was removed. Throws StartError if several could be meant, or its own cannot be
 * written to.
 */
export async function keepTables(stateDir: string, dbPath: string): Promise<void> {
  const { credentials } = await loadSecrets(stateDir);
  const own = `${credentials.accessKeyId}_${LOCAL.region}`;
  inState(dbPath, () => {
    const files = readdirSync(dbPath);
    const databases = files.filter((name) => name.endsWith('.db')).map((name) => name.slice(0, -'.db'.length));
    const others = databases.filter((name) => name === SHARED || OF_KEY.test(name));
    if (databases.includes(own)) {
      // A folder, or a file that cannot be written to, is found while somebody can be told.
      closeSync(openSync(join(dbPath, `${own}.db`), 'r+'));
    }
    if (databases.includes(own) || others.length === 0) {
      return;
    }
    const [kept = own, ...more] = others;
    if (more.length > 0) {
      throw new StartError(
        `The tables in ${dbPath} are of other access keys than this one, in ${others.length} files: ` +
          `rename the right one (${others.map((name) => `${name}.db`).join(', ')}) to ${own}.db, or move them all away.`,
      );
    }
    for (const part of PARTS.filter((end) => files.includes(`${kept}${end}`))) {
      renameSync(join(dbPath, `${kept}${part}`), join(dbPath, `${own}${part}`));
    }
  });
}
