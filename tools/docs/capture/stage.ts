import { type CallAs, readBlueprint } from 'appsync-local';
import { type Operation, readOperations } from 'appsync-local/testing';
import { startWorld, type World } from '../../running/startWorld.ts';

/** What GraphQL answers, as a client reads it. */
export interface GraphqlResult {
  // Whatever the schema says.
  data: Record<string, unknown> | null;
  errors?: { message: string; errorType?: string; errorInfo?: unknown; path?: string[] }[];
}

/** A local API with an empty table, and the operations that clients use. */
export interface Stage extends World {
  limits: { queryDepthLimit: number; resolverCountLimit: number };
  /** By name; `client/operations`. */
  operations: Map<string, Operation>;
  ask(as: CallAs, query: string, variables: Record<string, unknown>): Promise<GraphqlResult>;
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
  const world = await startWorld({ assemblyDir, dynamodb });
  return {
    ...world,
    limits: readBlueprint(assemblyDir).api,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    async ask(as, query, variables) {
      const { body } = await world.running.execute({ as, query, variables });
      return body as unknown as GraphqlResult;
    },
  };
}
