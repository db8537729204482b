import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, expect, inject, it } from 'vitest';
import { eventKey } from '../../../domain/keys.ts';
import { legacyRecords } from '../src/demoLegacy/legacyRecords.ts';
import { startMigrate } from './support/command.ts';
import { REJECTIONS } from './support/expectations.ts';
import { jsonOf } from './support/files.ts';

const COUNT = 2_000;
const samples = [...legacyRecords(COUNT, inject('seed'))];
const movable = samples.filter(({ kind }) => !(kind in REJECTIONS));

const directory = mkdtempSync(join(tmpdir(), 'migrate-walkthrough-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A command in a process of its own. */
function runCommand(file: string, ...args: string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', file, ...args], (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, output: `${stdout}${stderr}` });
    });
  });
}

it('demo:legacy prints the commands that move its table, with a kill in between and twice; the audit tells the result from a damaged one', async () => {
  const endpoint = inject('dynamoDbEndpoint');
  const demo = await runCommand(
    'packages/legacy-migration/src/demoLegacy.ts',
    '--endpoint',
    endpoint,
    '--count',
    String(COUNT),
    '--seed',
    String(inject('seed')),
  );
  expect(demo.exitCode, demo.output).toBe(0);
  expect(demo.output).toContain('until npm run demo:legacy -- --clear, or, where npm start was told --in-memory');
  const printed = [...demo.output.matchAll(/npm run migrate -- (.*)/g)].map(([, args = '']) => args.split(' '));
  expect(printed.map(([action]) => action)).toEqual(['plan', 'run', 'verify', 'cleanup']);
  const files = { checkpoint: join(directory, 'checkpoint.json'), rejects: join(directory, 'rejects.jsonl') };
  const reportOf = (action: string) => join(directory, `${action}.json`);
  const start = (action: string) => {
    const args = printed.find(([name]) => name === action) ?? [];
    return startMigrate(
      ...args,
      '--checkpoint',
      files.checkpoint,
      '--rejects',
      files.rejects,
      '--report',
      reportOf(action),
    );
  };
  const resultsOf = async (action: string) => {
    const { exitCode, output } = await start(action).ended;
    expect(exitCode, output).toBe(1);
    return jsonOf(reportOf(action))?.counts.results;
  };
  const rejected = COUNT - movable.length;

  const killed = start('run');
  let hasEnded = false;
  void killed.ended.then(() => (hasEnded = true));
  while (!existsSync(files.checkpoint) && !hasEnded) {
    await sleep(2);
  }
  killed.kill();
  expect((await killed.ended).exitCode).toBeNull();
  expect(await resultsOf('run')).toEqual({ written: movable.length, rejected });
  expect(await resultsOf('run')).toEqual({ alreadyThere: movable.length, rejected });
  expect(await resultsOf('verify')).toEqual({ verified: movable.length, rejected });

  const audit = () =>
    runCommand('tools/audit.ts', '--table', 'events', '--endpoint', endpoint, '--settle-seconds', '0');
  const clean = await audit();
  expect(clean.exitCode, clean.output).toBe(0);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const damaged = movable.find(({ kind }) => kind === 'plain')?.record.eventId?.S ?? '';
  const damage = { UpdateExpression: 'SET currentRegistrations = :one', ExpressionAttributeValues: { ':one': 1 } };
  await DynamoDBDocumentClient.from(client).send(
    new UpdateCommand({ TableName: 'events', Key: { ...eventKey(damaged) }, ...damage }),
  );
  client.destroy();
  const found = await audit();
  expect(found.exitCode, found.output).toBe(1);
  expect(found.output).toContain(
    `event.registrationCount: EVENT#${damaged} METADATA: currentRegistrations 1, registrations 0`,
  );

  // The damaged event is not what its record says, so its record stays.
  expect(await resultsOf('cleanup')).toEqual({ deleted: movable.length - 1, differing: 1, rejected });

  // Somebody is in the damaged event, by its counters.
  const cleared = await runCommand('packages/legacy-migration/src/demoLegacy.ts', '--endpoint', endpoint, '--clear');
  expect(cleared.output).toBe(
    `legacy-events is gone, and ${movable.length - 1} events that were moved from it; 1 stay, for somebody is in them.\n`,
  );
});
