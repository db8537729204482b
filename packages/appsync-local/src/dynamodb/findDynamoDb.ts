import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSecrets, type Credentials } from '../auth/localSecrets.ts';
import { answers } from './startDynamoDb.ts';

/** A DynamoDB Local, and the access key under which the tables of its API are. */
export interface FoundDynamoDb {
  endpoint: string;
  credentials: Credentials;
}

/**
 * The DynamoDB Local that was started with this state directory and answers; null if there is none.
 * @param known an endpoint that is asked in place of all that were started
 */
export async function findDynamoDb(stateDir: string, known?: string): Promise<FoundDynamoDb | null> {
  const started = notedPorts(join(stateDir, 'pids')).map((port) => `http://127.0.0.1:${port}`);
  for (const endpoint of known === undefined ? started : [known]) {
    if (await answers(endpoint)) {
      return { endpoint, credentials: (await loadSecrets(stateDir)).credentials };
    }
  }
  return null;
}

function notedPorts(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap(
      (name) => / -port (\d+)/.exec(readFileSync(join(directory, name), 'utf8'))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}
