import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineOf } from '../../src/dynamodb/runningProcess.ts';
import { handlers } from '../handmadeApi.ts';
import { roleFor, temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';
import { call, runCli, serveByCli } from './runCli.ts';

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

function databasePid(stateDir: string): number {
  const [file = ''] = readdirSync(join(stateDir, 'pids'));
  return (JSON.parse(readFileSync(join(stateDir, 'pids', file), 'utf8')) as { pid: number }).pid;
}

const isAlive = (pid: number): boolean => commandLineOf(pid) !== undefined;

describe('appsync-local', () => {
  it('serves the assembly, survives a hard kill without loss, and leaves no process behind at SIGTERM', async () => {
    const stateDir = temporaryDirectory();
    const first = await serveByCli(assembly, stateDir);
    expect(await call(first, 'mutation { put }')).toMatchObject({ data: { put: expect.any(String) as string } });
    const orphan = databasePid(stateDir);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(isAlive(orphan)).toBe(true);

    const second = await serveByCli(assembly, stateDir);
    expect(isAlive(orphan)).toBe(false);
    expect(second.key).toBe(first.key);
    expect(await call(second, '{ get }')).toMatchObject({
      data: { get: expect.stringContaining('"PK":"a"') as string },
    });

    const rival = runCli(['--port', '0', assembly, '--state-dir', stateDir]);
    expect(await rival.ended).toBe(1);
    expect(rival.output()).toMatch(/^The database in .* is in use by process \d+: .*\n$/);
    const begun = `${second.url} runs here already; Ctrl-C ends it where it was started.\n`;
    expect(rival.output()).toContain(begun);
    const atItsPort = runCli(['--port', new URL(second.url).port, '--in-memory', assembly, '--state-dir', stateDir]);
    expect(await atItsPort.ended).toBe(1);
    expect(atItsPort.output()).toContain(`choose another with --port. ${begun}`);

    const database = databasePid(stateDir);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(isAlive(database)).toBe(false);
  });

  it('says in one sentence that the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => squatter.once('listening', done));
    const { port } = squatter.address() as AddressInfo;
    const started = runCli(['--port', String(port), '--in-memory', assembly, '--state-dir', temporaryDirectory()]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe(`Port ${port} is taken: stop what listens on it, or choose another with --port.\n`);
    squatter.close();
  });

  it.each([
    ['--dynamodb', 'localhost:8000'],
    ['--forward', 'localhost:8080'],
  ])('refuses %s %s, which no request can be sent to', async (option, address) => {
    const started = runCli([
      '--port',
      '0',
      '--in-memory',
      assembly,
      '--state-dir',
      temporaryDirectory(),
      option,
      address,
    ]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain('This is not an http or https URL.');
  });

  it('says in one sentence that Java is missing or too old', async () => {
    const bin = temporaryDirectory();
    symlinkSync(process.execPath, join(bin, 'node'));
    const args = ['--port', '0', '--in-memory', assembly, '--state-dir', temporaryDirectory()];
    const without = runCli(args, bin);
    expect(await without.ended).toBe(1);
    expect(without.output()).toBe(
      'DynamoDB Local needs Java 17 or newer, and no working `java` was found on the PATH.\n',
    );
    writeFileSync(join(bin, 'java'), '#!/bin/sh\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n');
    chmodSync(join(bin, 'java'), 0o755);
    const old = runCli(args, `${bin}:/bin`);
    expect(await old.ended).toBe(1);
    expect(old.output()).toBe('DynamoDB Local needs Java 17 or newer, but `java` on the PATH is version 11.\n');
  });

  it('refuses by name what it does not emulate', async () => {
    const foreign = writeAssembly({
      schema: 'type Query { get: String }',
      resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine' } },
    });
    const stateDir = temporaryDirectory();
    const refused = runCli([foreign, '--port', '0', '--in-memory', '--state-dir', stateDir]);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toBe('not emulated: AWS::StepFunctions::StateMachine (Machine)\n');
    expect(readdirSync(join(stateDir, 'pids'))).toEqual([]);
  });

  it('says in one sentence that there is no assembly', async () => {
    const nowhere = temporaryDirectory();
    const started = runCli([nowhere, '--port', '0', '--in-memory', '--state-dir', temporaryDirectory()]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe(`no cloud assembly in ${nowhere}: manifest.json is missing\n`);
  });

  it('says in one sentence that no DynamoDB answers where it is sent', async () => {
    const started = runCli([
      '--port',
      '0',
      '--dynamodb',
      'http://127.0.0.1:9',
      assembly,
      '--state-dir',
      temporaryDirectory(),
    ]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe('No DynamoDB answers at http://127.0.0.1:9.\n');
  });
});
