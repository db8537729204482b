import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { organizerIndex } from '../../lambda/cascade/table/organizerIndex.ts';
import type { IndexPosition } from '../../lambda/cascade/work.ts';
import { startEventTable, TABLE_NAME, type EventTable } from './support/startEventTable.ts';
import { World } from './support/world.ts';

let started: EventTable;
beforeAll(async () => {
  started = await startEventTable();
});
afterAll(() => started.close());

test('lists all events of an organizer, and nobody else’s, page by page', async () => {
  const world = new World(started);
  const own: string[] = [];
  for (let made = 0; made <= LIMITS.pageMax; made += 1) {
    own.push(await world.eventWith(1, [], { organizer: 'olga' }));
  }
  await world.eventWith(1, [], { organizer: 'otto' });
  const index = organizerIndex(started.client, () => TABLE_NAME);
  const pages: string[][] = [];
  let from: IndexPosition | null = null;
  do {
    const page = await index.eventsOf('olga', from);
    pages.push(page.eventIds);
    from = page.next;
  } while (from !== null);
  expect(pages.map(({ length }) => length)).toEqual([LIMITS.pageMax, 1]);
  expect(pages.flat().sort()).toEqual(own.sort());
});
