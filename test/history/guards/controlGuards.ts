import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Guard } from './guard.ts';
import { describeRemovals, removeGuard, type Removal } from './removeGuard.ts';

/** The negative control of each of these guards: the scenario that catches a build without it. */
export function controlGuards(guards: readonly Guard[]): void {
  const intact = { assemblyDir: inject('assemblyDir'), dynamodb: { endpoint: inject('dynamoDbEndpoint') } };
  const removals: Removal[] = [];
  afterAll(() => console.log(describeRemovals(removals)));

  // Much of the time a build waits, so two are played side by side (`maxConcurrency`).
  describe.concurrent('a build without', () => {
    test.each(guards.map((guard) => [guard.name, guard] as const))('%s is caught', async (_name, guard) => {
      const removal = await removeGuard(intact, guard);
      removals.push(removal);
      expect(removal.complaint).not.toBe('');
    });
  });
}
