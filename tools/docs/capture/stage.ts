import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type RunningApi } from '../../../packages/appsync-local/src/api.ts';
import { readBlueprint } from '../../../packages/appsync-local/src/assembly/readBlueprint.ts';
import { CLIENT_ID, USER_POOL_ID } from '../../../packages/appsync-local/src/auth/localPool.ts';
import { readOperations } from '../../../packages/appsync-local/src/console/operations.ts';
import type { Operation } from '../../../packages/appsync-local/src/console/settings.ts';
import { startDynamoDb, type RunningDynamoDb } from '../../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';
import type { CallAs } from '../../../packages/appsync-local/src/execute.ts';

/** What GraphQL answers, as a client reads it. */
export interface Answer {
  // Whatever the schema says.
  data: Record<string, unknown> | null;
  errors?: { message: string; errorType?: string; errorInfo?: unknown; path?: string[] }[];
}

/** A local API with an empty table, and the operations that clients use. */
export interface Stage {
  running: RunningApi;
  stateDir: string;
  limits: { queryDepthLimit: number; resolverCountLimit: number };
  /** By name; `client/operations`. */
  operations: Map<string, Operation>;
  ask(as: CallAs, query: string, variables: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Starts one from a cloud assembly, on a DynamoDB Local of its own that keeps nothing if none is given. Throws what
 * stands in the way.
 */
export async function startStage(
  assemblyDir: string,
  operationsDir: string,
  dynamodb?: { endpoint: string },
): Promise<Stage> {
  const { operations, problems } = await readOperations(operationsDir);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-docs-'));
  const database = dynamodb ?? (await startDynamoDb({ stateDir, inMemory: true }));
  const running = await startApi({ assemblyDir, dynamodb: database, stateDir });
  const names = { graphqlUrl: running.url, userPoolId: USER_POOL_ID, clientId: CLIENT_ID, apiKeyOf: () => '' };
  return {
    running,
    limits: readBlueprint(assemblyDir, names).api,
    stateDir,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    async ask(as, query, variables) {
      const { body } = await running.execute({ as, query, variables });
      return body as unknown as Answer;
    },
    async close() {
      await running.close();
      if ('close' in database) {
        await (database as RunningDynamoDb).close();
      }
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
