import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { startDatabase } from './stage/startStage.ts';
import { openTheatre, type Theatre } from './theatre.ts';

let database: Awaited<ReturnType<typeof startDatabase>>;
let theatre: Theatre;
beforeAll(async () => {
  database = await startDatabase();
  theatre = await openTheatre(database, []);
});
afterAll(async () => {
  await theatre.close();
  await database.close();
});

describe('the situations that guards exist for', () => {
  test.each(SCENARIOS)('end well: $name', async (scenario) => {
    expect(await theatre.play(scenario)).toEqual([]);
  });
});
