import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { openTheatre, type Theatre } from './theatre.ts';
import { buildVariant, type Variant } from './variant.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
let build: Variant;
beforeAll(async () => {
  build = await buildVariant([], { deadlineMs: 4000 });
});
afterAll(() => build.remove());

describe.each(['ConditionalCheckFailed', 'ConditionCheckFailed'] as const)(
  'the situations that guards exist for, with %s',
  (reasonSpelling) => {
    let theatre: Theatre;
    beforeAll(async () => {
      theatre = await openTheatre(database, build.assemblyDir, { reasonSpelling });
    });
    afterAll(() => theatre.close());

    test.each(SCENARIOS)('end well: $name', async (scenario) => {
      expect(await theatre.play(scenario)).toEqual([]);
    });

    test('are no complaint when they break off, but an error', async () => {
      await expect(theatre.play({ name: 'none', run: () => Promise.reject(new Error('no stage')) })).rejects.toThrow(
        'no stage',
      );
    });
  },
);
