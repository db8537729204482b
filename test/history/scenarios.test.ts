import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { openTheatre, type Theatre } from './theatre.ts';
import { byTier } from '../support/tier.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
/** As the service spells it, in `npm test`; in the deep tier, which adds to that, as the guide does. */
const SPELLINGS = (['ConditionalCheckFailed', 'ConditionCheckFailed'] as const).slice(byTier(0, 1), byTier(1, 2));

describe.each(SPELLINGS)('the situations that guards exist for, with %s', (reasonSpelling) => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre(database, inject('assemblyDir'), { reasonSpelling });
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
});
