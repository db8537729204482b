import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDatabase } from '../../src/dynamodb/databaseLock.ts';
import { startDynamoDb } from '../../src/dynamodb/startDynamoDb.ts';
import { StartError } from '../../src/error/localError.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

it('lets one of two starts at one moment go on, and tells the other in one sentence who has the files', async () => {
  const stateDir = temporaryDirectory();
  const first = startDynamoDb({ stateDir, inMemory: false });
  expect(() => startDynamoDb({ stateDir, inMemory: false })).toThrow(
    new StartError(
      `The database in ${join(stateDir, 'dynamodb')} is in use by process ${process.pid}: stop that one first, or use --in-memory.`,
    ),
  );
  await (await first).close();
  await (await startDynamoDb({ stateDir, inMemory: false })).close();
});

it.each([
  ['of a process that is gone', JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, command: 'node' })],
  ['of another process with the same pid', JSON.stringify({ pid: process.pid, command: 'somebody else' })],
  ['that was cut short', '{"pid":'],
])('takes over a lock %s, and leaves nothing behind', (_what, text) => {
  const stateDir = temporaryDirectory();
  writeFileSync(join(stateDir, 'dynamodb.lock'), text);
  const lock = lockDatabase(join(stateDir, 'dynamodb'));
  expect(() => lockDatabase(join(stateDir, 'dynamodb'))).toThrow(StartError);
  expect(readdirSync(stateDir)).toEqual(['dynamodb.lock']);
  lock.release();
  expect(readdirSync(stateDir)).toEqual([]);
});
