import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { openTheatre, type Theatre } from './theatre.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
/** As the service spells it, and as its guide does. Half of the situations meet each; which half, the seed says. */
const SPELLINGS = ['ConditionalCheckFailed', 'ConditionCheckFailed'] as const;

describe.each(SPELLINGS)('the situations that guards exist for, with %s', (reasonSpelling) => {
  const half = (SPELLINGS.indexOf(reasonSpelling) + inject('seed')) % 2;
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre(database, inject('assemblyDir'), { reasonSpelling });
  });
  afterAll(() => theatre.close());

  test.each(SCENARIOS.filter((_scenario, index) => index % 2 === half))('end well: $name', async (scenario) => {
    expect(await theatre.play(scenario)).toEqual([]);
  });

  test('are no complaint when they break off, but an error', async () => {
    await expect(theatre.play({ name: 'none', run: () => Promise.reject(new Error('no stage')) })).rejects.toThrow(
      'no stage',
    );
  });
});
