import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadSecrets } from '../../src/auth/localSecrets.ts';
import { createTables } from '../../src/dynamodb/createTable.ts';
import { startDynamoDb } from '../../src/dynamodb/startDynamoDb.ts';
import { StartError } from '../../src/error/localError.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

it('a database file that is none is one sentence', async () => {
  const stateDir = temporaryDirectory();
  const { credentials } = await loadSecrets(stateDir);
  mkdirSync(join(stateDir, 'dynamodb'));
  writeFileSync(join(stateDir, 'dynamodb', `${credentials.accessKeyId}_us-east-1.db`), 'garbage '.repeat(1000));
  const { endpoint, close } = await startDynamoDb({ stateDir, inMemory: false });
  onTestFinished(close);
  const tables = [{ logicalId: 'Notes', name: 'Notes', properties: {} }];
  await expect(createTables({ endpoint, region: 'us-east-1', credentials }, tables)).rejects.toThrow(
    new StartError(
      'DynamoDB Local cannot read its tables: remove the local database (the folder dynamodb in the state directory) or start with --in-memory.',
    ),
  );
});
