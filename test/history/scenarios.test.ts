import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { startDatabase } from './stage/startStage.ts';
import { openTheatre, type Theatre } from './theatre.ts';
import { buildVariant, type Variant } from './variant.ts';

let database: Awaited<ReturnType<typeof startDatabase>>;
let build: Variant;
beforeAll(async () => {
  database = await startDatabase();
  build = await buildVariant([], { deadlineMs: 4000 });
});
afterAll(async () => {
  await build.remove();
  await database.close();
});

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
