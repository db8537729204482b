import type { LambdaBlueprint } from '../../packages/appsync-local/src/assembly/blueprint.ts';
import { readBlueprint } from '../../packages/appsync-local/src/assembly/readBlueprint.ts';
import { callsTo } from '../support/calls.ts';
import { givenBy } from '../support/given.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

/** Local names, of which nothing here depends. */
const NAMES = {
  graphqlUrl: 'http://localhost/graphql',
  userPoolId: 'us-east-1_LocalPool',
  clientId: 'client',
  apiKeyOf: () => 'da2-key',
};

/** What a step of the tour works with: a world, whose `documents` go past every role. */
export interface Visitor extends World {
  functions: readonly LambdaBlueprint[];
  calls: ReturnType<typeof callsTo>;
  given: ReturnType<typeof givenBy>;
}

/** Starts the API of an assembly on the table that belongs to a state directory. Rejects if it cannot run. */
export async function visit(
  assemblyDir: string,
  stateDir: string,
  onPermission: WorldOptions['onPermission'],
): Promise<Visitor> {
  const world = await startWorld({ assemblyDir, stateDir, streamPollMs: 1, onPermission });
  const calls = callsTo(world);
  const { lambdas: functions } = readBlueprint(assemblyDir, NAMES);
  return { ...world, functions, calls, given: givenBy(calls) };
}
