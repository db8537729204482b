import { afterAll, describe, expect, inject, test } from 'vitest';
import { GUARDS } from './guards/guards.ts';
import { describeRemovals, removeGuard, type Removal } from './guards/removeGuard.ts';

const database = { endpoint: inject('dynamoDbEndpoint') };
/** One of each kind; `npm run torture` takes out all of them. */
const REPRESENTATIVES = [
  'reserveSeat: currentRegistrations < capacity',
  'joinWaitlist: full or somebody waiting',
  'handOver: head’s registration waits, with entry exists',
  'the double read of a position, in the resolver',
  'token reuse',
  'healing: fillSeats',
];

const removals: Removal[] = [];
afterAll(async () => {
  console.log(
    `${describeRemovals(removals)}\n(${removals.length} of ${GUARDS.length} guards; npm run torture takes out all)`,
  );
});

describe('a build without', () => {
  test.each(REPRESENTATIVES)('%s is caught', async (name) => {
    const guard = GUARDS.find((one) => one.name === name);
    const removal = await removeGuard(database, guard as (typeof GUARDS)[number]);
    removals.push(removal);
    expect(removal.complaint).not.toBe('');
  });
});
