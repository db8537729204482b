import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { userKey } from '../../domain/keys.ts';
import { startChaos, type Chaos } from './chaos/chaos.ts';
import type { Circumstances } from './chaos/profiles.ts';
import { newTally } from './chaos/tally.ts';
import type { Program } from './program.ts';
import { createUser } from './scenarios/director.ts';
import type { ApiOperation } from './stage/perform.ts';
import { startDatabase } from './stage/startStage.ts';

const QUIET: Circumstances = { profile: 'nothing', killsAtMs: [] };

let database: Awaited<ReturnType<typeof startDatabase>>;
let chaos: Chaos;
beforeAll(async () => {
  database = await startDatabase();
  chaos = await startChaos(inject('assemblyDir'), database, { seed: inject('seed') }, newTally());
});
afterAll(async () => {
  await chaos.close();
  await database.close();
});

const historyOf = (id: string, program: Program) => chaos.history(id, ['a'], program, QUIET);

describe('the history of a chaos', () => {
  test('is wrong when an answer is wrong before anything was made to go wrong', async () => {
    await chaos.stage.storage.put({ ...userKey('chaos-known.a'), entityType: 'User', userId: 'chaos-known.a' });
    const { violations } = await historyOf('chaos-known', { beginning: [createUser('a')], clients: [] });
    expect(violations).toEqual([expect.stringContaining('"createUser"')]);
  });

  test('rejects when it breaks off, which is no violation', async () => {
    const operation = null as unknown as ApiOperation;
    await expect(historyOf('chaos-broken', { beginning: [], clients: [[{ waitMs: 0, operation }]] })).rejects.toThrow(TypeError);
  });
});
