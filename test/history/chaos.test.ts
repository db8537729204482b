import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { startChaos, type Chaos } from './chaos/chaos.ts';
import type { Circumstances } from './chaos/profiles.ts';
import { newTally } from './chaos/tally.ts';
import type { Program } from './program.ts';
import { create, createUser, leave, register } from './scenarios/director.ts';
import { idsOf, type ApiOperation } from './stage/perform.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
const QUIET: Circumstances = { profile: 'nothing', killsAtMs: [] };

let chaos: Chaos;
beforeAll(async () => {
  chaos = await startChaos(inject('assemblyDir'), database, { seed: inject('seed') }, newTally());
});
afterAll(() => chaos.close());

const historyOf = (id: string, program: Program, circumstances = QUIET) =>
  chaos.history(id, ['a'], program, circumstances);

const beginning = [createUser('a'), create({ capacity: 2 })];
const isRegistering = (id: string) => (operation: string, body: object) =>
  operation === 'TransactWriteItems' &&
  [userKey(`${id}.a`), eventKey(id)].every(({ PK }) => JSON.stringify(body).includes(`"${PK}"`));
const isRegistered = async (id: string) =>
  (await chaos.stage.storage.itemsOf(idsOf(id), ['a'])).some(({ entityType }) => entityType === 'Registration');
const PATIENTLY = { timeout: 120_000, interval: 20 };

/** The answer to a registration is lost, once somebody else has given it up. */
const madeTwice = (id: string, circumstances: Circumstances) => {
  const registered = vi.waitUntil(() => isRegistered(id), PATIENTLY);
  const givenUp = async () => {
    await registered;
    await vi.waitUntil(async () => !(await isRegistered(id)), PATIENTLY);
  };
  chaos.proxy.plan({ match: isRegistering(id), fault: ['slowAnswer', 'lostAnswer'], until: givenUp() });
  const clients = [
    [{ waitMs: 0, operation: register('a') }],
    [{ waitMs: 0, after: registered, operation: leave('a', 'olga') }],
  ];
  return historyOf(id, { beginning, clients }, circumstances);
};

describe('the history of a chaos', () => {
  test('is wrong when an answer is wrong before anything was made to go wrong', async () => {
    await chaos.stage.storage.put({ ...userKey('chaos-known.a'), entityType: 'User', userId: 'chaos-known.a' });
    const { violations } = await historyOf('chaos-known', { beginning: [createUser('a')], clients: [] });
    expect(violations).toEqual([expect.stringContaining('"createUser"')]);
  });

  test('rejects when it breaks off, which is no violation', async () => {
    const operation = null as unknown as ApiOperation;
    await expect(historyOf('chaos-broken', { beginning: [], clients: [[{ waitMs: 0, operation }]] })).rejects.toThrow(
      TypeError,
    );
  });

  test('is wrong when a registration is made twice where no answer can get lost', async () => {
    const { violations } = await madeTwice('chaos-strict', QUIET);
    expect(violations).toEqual([expect.stringContaining('no order of these calls')]);
  });

  test('is right when a registration is made twice where answers can get lost', async () => {
    const { violations } = await madeTwice('chaos-lenient', { profile: 'nothing', killsAtMs: [60_000] });
    expect(violations).toEqual([]);
  });

  test('is wrong when DynamoDB Local refuses what the proxy has judged to pass', async () => {
    const { eventId, userId } = idsOf('chaos-surprise');
    const beside = async () => {
      await vi.waitUntil(() => chaos.proxy.stats().faults.stalledCoordinator > 0, PATIENTLY);
      await chaos.stage.storage.put({ ...registrationKey(userId('a'), eventId), entityType: 'Registration' });
    };
    chaos.proxy.plan({ match: isRegistering('chaos-surprise'), fault: 'stalledCoordinator', until: beside() });
    const { violations } = await historyOf('chaos-surprise', {
      beginning,
      clients: [[{ waitMs: 0, operation: register('a') }]],
    });
    expect(violations).toContainEqual(expect.stringContaining('refused by DynamoDB Local'));
  });
});
