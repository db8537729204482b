import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handlers } from '../handmadeApi.ts';
import { roleFor, temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';
import { call, serveByCli } from './runCli.ts';

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

function killDatabase(stateDir: string): void {
  const [file = ''] = readdirSync(join(stateDir, 'pids'));
  process.kill((JSON.parse(readFileSync(join(stateDir, 'pids', file), 'utf8')) as { pid: number }).pid, 'SIGKILL');
}

/** Waits until `/healthz` has this status, and returns what it says. */
async function healthOf(url: string, status: number): Promise<string> {
  for (;;) {
    const response = await fetch(new URL('/healthz', url)).catch(() => undefined);
    const text = await response?.text();
    if (text !== undefined && response?.status === status) {
      return text;
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}

describe('when DynamoDB Local ends by itself', () => {
  it.each([
    ['files', [], expect.stringContaining('"PK":"a"') as string],
    ['memory', ['--in-memory'], null],
  ])('healthz says so, and it is started again (%s)', async (_where, more, found) => {
    const stateDir = temporaryDirectory();
    const run = await serveByCli(assembly, stateDir, ...more);
    onTestFinished(() => void run.child.kill('SIGKILL'));
    await call(run, 'mutation { put }');
    expect(await healthOf(run.url, 200)).toBe('ok\n');
    killDatabase(stateDir);
    expect(await healthOf(run.url, 503)).toBe('DynamoDB does not answer\n');
    while (!run.output().includes('DynamoDB Local answers again.\n')) {
      await new Promise((done) => setTimeout(done, 20));
    }
    let answer: unknown;
    do {
      await healthOf(run.url, 200);
      answer = await call(run, '{ get }').catch(() => undefined);
    } while (answer === undefined || 'errors' in (answer as object));
    expect(answer).toEqual({ data: { get: found } });
    expect(run.output()).toContain('DynamoDB Local has ended; it is started again.\n');

    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(readdirSync(join(stateDir, 'pids'))).toEqual([]);
  });
});
