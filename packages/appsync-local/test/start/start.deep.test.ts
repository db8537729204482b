import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineOf } from '../../src/dynamodb/runningProcess.ts';
import { handlers } from '../handmadeApi.ts';
import { roleFor, temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';

const project = resolve(import.meta.dirname, '../../../..');
const tsx = import.meta.resolve('tsx');
const assembly = writeAssembly({
  schema: 'type Query { get: AWSJSON } type Mutation { put: AWSJSON }',
  resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    Source: {
      Type: 'AWS::AppSync::DataSource',
      Properties: {
        ApiId: 'x',
        Name: 'Source',
        Type: 'AMAZON_DYNAMODB',
        ServiceRoleArn: { 'Fn::GetAtt': ['TableRole', 'Arn'] },
        DynamoDBConfig: { TableName: { Ref: 'Table' }, AwsRegion: { Ref: 'AWS::Region' } },
      },
    },
    TableRole: roleFor('appsync'),
  },
  resolvers: {
    'Query.get': handlers("({ operation: 'GetItem', key: { PK: { S: 'a' } } })"),
    'Mutation.put': handlers("({ operation: 'PutItem', key: { PK: { S: 'a' } }, attributeValues: { v: { N: 1 } } })"),
  },
  sources: { 'Query.get': 'Source', 'Mutation.put': 'Source' },
});

interface Run {
  child: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

function run(args: string[], { cwd = project, path = process.env['PATH'] ?? '' } = {}): Run {
  const child = spawn(
    process.execPath,
    ['--import', tsx, join(project, 'packages/appsync-local/src/start.ts'), ...args],
    { cwd, env: { ...process.env, PATH: path } },
  );
  let text = '';
  child.stdout.on('data', (part: Buffer) => void (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (text += part.toString()));
  return { child, output: () => text, ended: new Promise((done) => child.once('close', done)) };
}

/** Starts, waits for the greeting, and returns what it says. */
async function serve(stateDir: string, args: string[] = []): Promise<Run & { url: string; key: string }> {
  const started = run(['--port', '0', '--assembly', assembly, '--state-dir', stateDir, ...args]);
  while (!started.output().includes('Try')) {
    if (started.child.exitCode !== null) throw new Error(started.output());
    await new Promise((done) => setTimeout(done, 50));
  }
  const url = /http:\S+\/graphql/.exec(started.output())?.[0] ?? '';
  return { ...started, url, key: /da2-[a-z0-9]{26}/.exec(started.output())?.[0] ?? '' };
}

async function call({ url, key }: { url: string; key: string }, query: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: { 'x-api-key': key }, body: JSON.stringify({ query }) });
  return response.json();
}

function databasePid(stateDir: string): number {
  const [file = ''] = readdirSync(join(stateDir, 'pids'));
  return (JSON.parse(readFileSync(join(stateDir, 'pids', file), 'utf8')) as { pid: number }).pid;
}

const isAlive = (pid: number): boolean => commandLineOf(pid) !== undefined;

describe('npm start', () => {
  it('serves the assembly, survives a hard kill without loss, and leaves no process behind at SIGTERM', async () => {
    const stateDir = temporaryDirectory();
    const first = await serve(stateDir);
    expect(await call(first, 'mutation { put }')).toMatchObject({ data: { put: expect.any(String) as string } });
    const orphan = databasePid(stateDir);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(isAlive(orphan)).toBe(true);

    const second = await serve(stateDir);
    expect(isAlive(orphan)).toBe(false);
    expect(second.key).toBe(first.key);
    expect(await call(second, '{ get }')).toMatchObject({
      data: { get: expect.stringContaining('"PK":"a"') as string },
    });

    const rival = run(['--port', '0', '--assembly', assembly, '--state-dir', stateDir]);
    expect(await rival.ended).toBe(1);
    expect(rival.output()).toMatch(/^The database in .* is in use by process \d+: .*\n$/);

    const database = databasePid(stateDir);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(isAlive(database)).toBe(false);
  });

  it('says in one sentence that the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => squatter.once('listening', done));
    const { port } = squatter.address() as AddressInfo;
    const started = run([
      '--port',
      String(port),
      '--in-memory',
      '--assembly',
      assembly,
      '--state-dir',
      temporaryDirectory(),
    ]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe(`Port ${port} is taken: stop what listens on it, or choose another with --port.\n`);
    squatter.close();
  });

  it('says in one sentence that Java is missing or too old', async () => {
    const bin = temporaryDirectory();
    symlinkSync(process.execPath, join(bin, 'node'));
    const args = ['--port', '0', '--in-memory', '--assembly', assembly, '--state-dir', temporaryDirectory()];
    const without = run(args, { path: bin });
    expect(await without.ended).toBe(1);
    expect(without.output()).toBe(
      'DynamoDB Local needs Java 17 or newer, and no working `java` was found on the PATH.\n',
    );
    writeFileSync(join(bin, 'java'), '#!/bin/sh\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n');
    chmodSync(join(bin, 'java'), 0o755);
    const old = run(args, { path: `${bin}:/bin` });
    expect(await old.ended).toBe(1);
    expect(old.output()).toBe('DynamoDB Local needs Java 17 or newer, but `java` on the PATH is version 11.\n');
  });

  it('repeats what the app says when it cannot be synthesised, and stops the database', async () => {
    const app = temporaryDirectory();
    mkdirSync(app, { recursive: true });
    writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'node -e "throw new Error(\'Query.x has no file\')"' }));
    const started = run(['--port', '0', '--in-memory', '--state-dir', join(app, 'state')], { cwd: app });
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe('The CDK app could not be synthesised: Error: Query.x has no file\n');
    expect(readdirSync(join(app, 'state', 'pids'))).toEqual([]);
  });

  it('says in one sentence that no DynamoDB answers where it is sent', async () => {
    const started = run([
      '--port',
      '0',
      '--dynamodb',
      'http://127.0.0.1:9',
      '--assembly',
      assembly,
      '--state-dir',
      temporaryDirectory(),
    ]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe('No DynamoDB answers at http://127.0.0.1:9.\n');
  });
});
