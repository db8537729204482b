import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from '../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';

/**
 * The endpoint of a DynamoDB Local that `npm start` has noted in the state directory and that answers; null if there is
 * none.
 */
export async function findDynamoDb(stateDir: string): Promise<string | null> {
  for (const port of notedPorts(join(stateDir, 'pids'))) {
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(endpoint)) return endpoint;
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
