import { readBlueprint, type LambdaBlueprint } from 'appsync-local';
import { callsTo } from '../support/calls.ts';
import { givenBy } from '../support/given.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

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
  const { lambdas: functions } = readBlueprint(assemblyDir);
  return { ...world, functions, calls, given: givenBy(calls) };
}
