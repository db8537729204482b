import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startApi } from '../../packages/appsync-local/src/api.ts';
import type { RunningApi } from '../../packages/appsync-local/src/api.ts';
import type { LambdaBlueprint } from '../../packages/appsync-local/src/assembly/blueprint.ts';
import { readBlueprint } from '../../packages/appsync-local/src/assembly/readBlueprint.ts';
import { startDynamoDb } from '../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';
import type { PermissionUse } from '../../packages/appsync-local/src/iam/session.ts';
import type { GraphqlError } from '../support/api.ts';
import { callsTo } from '../support/calls.ts';
import { givenBy } from '../support/given.ts';

/** Local names, of which nothing here depends. */
export const NAMES = {
  graphqlUrl: 'http://localhost/graphql',
  userPoolId: 'us-east-1_LocalPool',
  clientId: 'client',
  apiKeyOf: () => 'da2-key',
};

/** What a step of the tour works with. */
export interface Visitor {
  running: RunningApi;
  functions: readonly LambdaBlueprint[];
  calls: ReturnType<typeof callsTo>;
  given: ReturnType<typeof givenBy>;
  /** The table, past every role. */
  documents: DynamoDBDocumentClient;
  tableName: string;
}

/** A database and a state that one API after another is started on. */
export async function startWorld() {
  const stateDir = await mkdtemp(join(tmpdir(), 'privilege-'));
  const dynamodb = await startDynamoDb({ stateDir, inMemory: true });
  const client = new DynamoDBClient({
    endpoint: dynamodb.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const documents = DynamoDBDocumentClient.from(client);
  return {
    /** Starts the API of an assembly. Rejects if it cannot run. */
    async visit(assemblyDir: string, onPermission: (use: PermissionUse) => void = () => undefined): Promise<Visitor> {
      const running = await startApi({ assemblyDir, dynamodb, stateDir, streamPollMs: 1, onPermission });
      const [tableName = ''] = Object.values(running.tables);
      const calls = callsTo({
        async graphql(as, query, variables = {}) {
          const { status, body } = await running.execute({ as, query, variables });
          return { status, data: body.data, errors: (body.errors ?? []) as unknown as GraphqlError[] };
        },
      });
      const { lambdas: functions } = readBlueprint(assemblyDir, NAMES);
      return { running, functions, calls, given: givenBy(calls), documents, tableName };
    },
    async close(): Promise<void> {
      client.destroy();
      await dynamodb.close();
      await rm(stateDir, { recursive: true });
    },
  };
}
