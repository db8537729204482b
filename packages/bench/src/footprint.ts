import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LambdaBlueprint, readBlueprint } from 'appsync-local';
import { loadCode } from 'appsync-local/testing';
import { npmStart } from '../../../tools/running/npmStart.ts';
import { rounded, type Bench, type Part, type Row } from './figures.ts';
import { httpClient } from './load/httpClient.ts';
import { mustRegister } from './load/registerOverHttp.ts';
import { runConcurrently } from './load/runConcurrently.ts';
import { median } from './load/statistics.ts';
import { startDatabase } from './stage/database.ts';
import { issueTokens } from './stage/people.ts';
import { event, ids, user } from './stage/seeds.ts';
import { startServer } from './stage/startServer.ts';
import { nameOf } from '../../../tools/running/startWorld.ts';

const TRIES = 3;

/** What evaluating, starting and keeping it takes. */
export async function footprint({ plainAssemblyDir, scale }: Bench): Promise<Part> {
  const { api, lambdas } = readBlueprint(plainAssemblyDir);
  const reserveSeat = api.functions.find(({ name }) => /reserveSeat/i.test(name));
  const rows: Row[] = [];
  const note = (what: string, value: number, unit: string): void => void rows.push({ what, figure: value, unit });
  if (reserveSeat !== undefined) {
    note(
      'evaluating a request handler (2.reserveSeat, the largest of registering)',
      rounded(evaluationUs(reserveSeat.code, 20_000 * scale), 1),
      'µs',
    );
  }
  for (const lambda of lambdas) {
    const name = lambda.logicalId.replace(/Function.*/, '');
    note(`bundle of ${name}`, rounded(bundleBytes(lambda) / 1024), 'KB');
    note(`importing ${name} in a new process`, rounded(await importMs(lambda)), 'ms');
  }
  note('npm start until it is ready', rounded(await startSeconds(), 1), 's');
  const { fresh, used } = await residentBytes(plainAssemblyDir, 1000 * scale);
  note('memory of the server (resident) when ready', rounded(fresh / 2 ** 20), 'MB');
  note('memory of the server (resident) after 1,000 registrations', rounded(used / 2 ** 20), 'MB');
  return {
    id: 'f',
    title: 'Evaluating, starting, keeping',
    rows,
    goals: [],
    remarks: [
      'Times are medians; the server’s memory is without DynamoDB Local (a Java process of its own) and Lambda processes.',
    ],
  };
}

function evaluationUs(code: string, times: number): number {
  const loaded = loadCode('2.reserveSeat', code);
  const request = {
    userId: 'ann',
    eventId: 'event',
    requestId: 'request',
    caller: { username: 'ann', isOrganizer: false, isUnrestricted: false },
  };
  const context = {
    args: { userId: 'ann', eventId: 'event' },
    env: { TABLE_NAME: 'Table' },
    identity: null,
    source: null,
    stash: { request, deadlineMs: 0, effect: 'NOT_MADE', done: null },
    prev: { result: {} },
    request: { headers: {}, domainName: null },
    info: {
      fieldName: 'registerForEvent',
      parentTypeName: 'Mutation',
      variables: {},
      selectionSetList: ['userId'],
      selectionSetGraphQL: '{ userId }',
    },
  };
  const evaluate = (): void => {
    const { error } = loaded.evaluate('request', context, 'User Pool Authorization');
    if (error !== undefined) {
      throw new Error(error.message);
    }
  };
  for (let warm = 0; warm < times / 4; warm += 1) {
    evaluate();
  }
  const beganAt = performance.now();
  for (let time = 0; time < times; time += 1) {
    evaluate();
  }
  return ((performance.now() - beganAt) / times) * 1000;
}

function directoryOf({ code, logicalId }: LambdaBlueprint): string {
  if ('directory' in code) {
    return code.directory;
  }
  throw new Error(`${logicalId} has no bundle`);
}

function bundleBytes(lambda: LambdaBlueprint): number {
  const directory = directoryOf(lambda);
  return readdirSync(directory)
    .filter((name) => /\.m?js$/.test(name))
    .reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

/** Only the import: what the process itself takes to start is not in it. */
async function importMs(lambda: LambdaBlueprint): Promise<number> {
  const directory = directoryOf(lambda);
  const file = readdirSync(directory).find((name) => /^index\.m?js$/.test(name)) ?? 'index.js';
  const script = `const began = performance.now(); await import(${JSON.stringify(join(directory, file))}); process.stdout.write(String(performance.now() - began)); process.exit(0);`;
  const env = { ...process.env, ...lambda.environment, AWS_REGION: 'us-east-1' };
  const times: number[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
    times.push(Number(stdout));
  }
  return median(times);
}

async function startSeconds(): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    const stateDir = mkdtempSync(join(tmpdir(), 'bench-start-'));
    const beganAt = performance.now();
    const started = await npmStart(stateDir, '--in-memory');
    times.push((performance.now() - beganAt) / 1000);
    await started.pressCtrlC();
    await started.destroy();
    rmSync(stateDir, { recursive: true, force: true });
  }
  return median(times);
}

async function residentBytes(assemblyDir: string, registrations: number): Promise<{ fresh: number; used: number }> {
  const users = ids('user', registrations);
  const [database, people] = await Promise.all([startDatabase(), issueTokens(users)]);
  const server = await startServer({
    assemblyDir,
    dynamodb: { endpoint: database.endpoint },
    stateDir: people.stateDir,
  });
  const http = httpClient(16);
  const tableName = nameOf(server.serving.tables, 'EventTable');
  try {
    const { residentBytes: fresh } = await server.health();
    await database.seed(tableName, [event('event'), ...users.map(user)]);
    await runConcurrently(16, users, (userId) =>
      mustRegister(http, server.serving.url, people.tokens.get(userId)!, { userId, eventId: 'event' }),
    );
    return { fresh, used: (await server.health()).residentBytes };
  } finally {
    http.close();
    await server.close();
    await database.close();
  }
}
