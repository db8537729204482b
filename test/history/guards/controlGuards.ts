import { afterAll, describe, expect, inject, test } from 'vitest';
import { isInShare } from '../../support/tier.ts';
import type { Guard } from './guard.ts';
import { describeRemovals, removeGuard, type Removal } from './removeGuard.ts';

/**
 * The negative control of each of these guards in the tier’s share, and of one at least: the scenario that catches a
 * build without it.
 */
export function controlGuards(guards: readonly Guard[]): void {
  const intact = { assemblyDir: inject('assemblyDir'), dynamodb: { endpoint: inject('dynamoDbEndpoint') } };
  const removals: Removal[] = [];
  afterAll(() => console.log(describeRemovals(removals)));

  // Much of the time a build waits, so two are played side by side (`maxConcurrency`).
  describe.concurrent('a build without', () => {
    const share = Math.min(inject('share'), guards.length);
    const tried = guards.filter((_guard, index) => isInShare(index, share));
    test.each(tried.map((guard) => [guard.name, guard] as const))('%s is caught', async (_name, guard) => {
      const removal = await removeGuard(intact, guard);
      removals.push(removal);
      expect(removal.complaint).not.toBe('');
    });
  });
}
