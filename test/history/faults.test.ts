import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startChaos, type Chaos } from './chaos/chaos.ts';
import { CROWD, crowds } from './crowd/crowd.ts';
import { CIRCUMSTANCES } from './chaos/profiles.ts';
import { describeTally, newTally } from './chaos/tally.ts';
import { PEOPLE } from './operations.ts';
import { PROGRAMS } from './program.ts';
import { byTier } from '../support/tier.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
const tally = newTally();
const seed = inject('seed');
let chaoses: Chaos[];
beforeAll(async () => {
  const assemblyDir = inject('assemblyDir');
  chaoses = [
    await startChaos(assemblyDir, database, { seed, speed: 0.2, reasonSpelling: 'ConditionalCheckFailed' }, tally),
    await startChaos(assemblyDir, database, { seed, speed: 0, reasonSpelling: 'ConditionCheckFailed' }, tally),
  ];
});
afterAll(async () => {
  await Promise.all(chaoses.map((chaos) => chaos.close()));
  console.log(`histories with faults:\n${describeTally(tally)}`);
});

describe('calls at once, with conflicts, throttles, lost answers, errors and kills', () => {
  test('are always linearizable: what is not answered happened wholly or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(PROGRAMS, CIRCUMSTANCES, async (program, circumstances) => {
        const chaos = chaoses[tally.histories % 2] as Chaos;
        const { violations } = await chaos.history(`faults-${tally.histories}`, PEOPLE, program, circumstances);
        expect(violations).toEqual([]);
      }),
      { numRuns: byTier(6, 30), endOnFailure: true },
    );
  });

  test('never break a promise to a crowd', async () => {
    await fc.assert(
      fc.asyncProperty(
        crowds(byTier(40, 120)),
        fc.constantFrom('nothing' as const, 'everything' as const),
        async (program, profile) => {
          const chaos = chaoses[tally.histories % 2] as Chaos;
          const { violations } = await chaos.history(`faults-${tally.histories}`, CROWD, program, {
            profile,
            killsAtMs: [1000, 3000],
          });
          expect(violations).toEqual([]);
        },
      ),
      { numRuns: byTier(1, 2), endOnFailure: true },
    );
  });
});
