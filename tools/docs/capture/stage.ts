import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallAs, readBlueprint, type RunningApi, startApi, startDynamoDb } from 'appsync-local';
import { type Operation, readOperations } from 'appsync-local/testing';

/** What GraphQL answers, as a client reads it. */
export interface GraphqlResult {
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
  ask(as: CallAs, query: string, variables: Record<string, unknown>): Promise<GraphqlResult>;
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
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-docs-'));
  const own = dynamodb === undefined ? await startDynamoDb({ stateDir, inMemory: true }) : null;
  const running = await startApi({ assemblyDir, dynamodb: dynamodb ?? own!, stateDir });
  return {
    running,
    limits: readBlueprint(assemblyDir).api,
    stateDir,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    async ask(as, query, variables) {
      const { body } = await running.execute({ as, query, variables });
      return body as unknown as GraphqlResult;
    },
    async close() {
      await running.close();
      await own?.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
