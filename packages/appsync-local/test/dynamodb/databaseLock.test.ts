import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDatabase } from '../../src/dynamodb/databaseLock.ts';
import { notePid, stopLeftovers } from '../../src/dynamodb/pidFile.ts';
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
  ['that is empty', ''],
  ['that names nobody', '{}'],
  ['that is null', 'null'],
  ['that is a number', '1'],
  ['with a pid that is none', JSON.stringify({ pid: 'self', command: '' })],
])('takes over a lock %s, and leaves nothing behind', (_what, text) => {
  const stateDir = temporaryDirectory();
  writeFileSync(join(stateDir, 'dynamodb.lock'), text);
  const lock = lockDatabase(join(stateDir, 'dynamodb'));
  expect(() => lockDatabase(join(stateDir, 'dynamodb'))).toThrow(StartError);
  expect(readdirSync(stateDir)).toEqual(['dynamodb.lock']);
  lock.release();
  expect(readdirSync(stateDir)).toEqual([]);
});

it.each(['', '{}', 'null', '1', '{"pid":', JSON.stringify({ pid: 0, command: '', ownerPid: null })])(
  'stops nobody for the note %j of a child, and takes it away',
  async (text) => {
    const stateDir = temporaryDirectory();
    const pids = join(stateDir, 'pids');
    mkdirSync(pids);
    writeFileSync(join(pids, '1.json'), text);
    await stopLeftovers(stateDir);
    expect(readdirSync(pids)).toEqual([]);
  },
);

it('stops a noted child whose owner is gone, and leaves one whose owner runs', async () => {
  const stateDir = temporaryDirectory();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const file = join(stateDir, 'pids', `${child.pid}.json`);
  notePid(stateDir, child.pid!);
  await stopLeftovers(stateDir);
  const note = JSON.parse(readFileSync(file, 'utf8')) as { ownerCommand: string };
  expect(child.exitCode).toBeNull();
  note.ownerCommand = 'somebody else';
  writeFileSync(file, JSON.stringify(note));
  await stopLeftovers(stateDir);
  await ended;
  expect(readdirSync(join(stateDir, 'pids'))).toEqual([]);
});
