import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startApi } from '../../src/api/startApi.ts';
import { startDynamoDb } from '../../src/dynamodb/startDynamoDb.ts';
import { StartError } from '../../src/error/localError.ts';
import { loadCertificate } from '../../src/http/certificate.ts';
import { openLogs } from '../../src/serve/openLogs.ts';
import { temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';

/** All that a start makes in its state directory; the test of a start that nothing obstructs holds it to its word. */
const FOLDERS = ['console', 'dynamodb', 'lambda', 'logs', 'pids', 'stream', 'tls'];
const FILES = ['dynamodb.lock', 'pids/1.json', 'seed', 'signing-key.json', 'tls/ca.pem', 'tls/server.json'];

/** Everything that `serve` starts. DynamoDB Local comes last: what stands in the way is met before Java is started. */
async function startIn(stateDir: string): Promise<void> {
  const assemblyDir = writeAssembly({ schema: 'type Query { ping: String }' });
  openLogs(stateDir, false);
  await loadCertificate(stateDir);
  const dynamodb = { endpoint: 'http://127.0.0.1:9' };
  const api = await startApi({ assemblyDir, dynamodb, stateDir, port: 0 });
  await api.close();
  const database = startDynamoDb({ stateDir, inMemory: false });
  onTestFinished(async () => (await database.catch(() => undefined))?.close());
  await database;
}

async function refusalOf(stateDir: string): Promise<unknown> {
  return startIn(stateDir).then(
    () => undefined,
    (error: unknown) => error,
  );
}

it('knows every place that a start makes', async () => {
  const stateDir = temporaryDirectory();
  await startIn(stateDir);
  const made = readdirSync(stateDir, { recursive: true, encoding: 'utf8' });
  expect(made.map((path) => path.replace(/pids.\d+/, 'pids/1')).sort()).toEqual([...FOLDERS, ...FILES].sort());
});

it.each(['', ...FOLDERS])('says in one sentence that a file is where the folder "%s" has to be', async (name) => {
  const stateDir = temporaryDirectory();
  const path = join(stateDir, name);
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, '');
  expect(await refusalOf(stateDir)).toEqual(
    new StartError(`${path} is a file where a folder has to be: move it away and start again.`),
  );
});

it.each(FILES)('says in one sentence that a folder is where the file "%s" has to be', async (name) => {
  const stateDir = temporaryDirectory();
  const path = join(stateDir, name);
  mkdirSync(path, { recursive: true });
  expect(await refusalOf(stateDir)).toEqual(
    new StartError(`${path} is a folder where a file has to be: move it away and start again.`),
  );
});

// Root may write to every folder, but not where there is none.
it.each(['', ...FOLDERS])('says in one sentence that nothing can be made in the folder "%s"', async (name) => {
  const stateDir = temporaryDirectory();
  const path = join(stateDir, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync('/proc/none/there', path);
  const refusal = await refusalOf(stateDir);
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as Error).message).toMatch(
    /^\S+ cannot be made, read or written \(E[A-Z]+\): mend that and start again\.$/,
  );
  expect((refusal as Error).message).toContain(path);
});
