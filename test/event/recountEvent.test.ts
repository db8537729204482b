import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recountEvent } from '../../domain/event/recountEvent.ts';
import type { EventItem } from '../../domain/item.ts';
import { startEventTable, type EventTable } from '../lambda/support/startEventTable.ts';
import { fresh, NOW, World } from '../lambda/support/world.ts';

const COUNTED = { currentRegistrations: 1, waitlistCount: 0, waitlistTail: '', departures: 1 };

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

/** Recounts an event, of which this was read otherwise than it is stored; says what is stored in the end. */
async function recounted(misread: Partial<EventItem>): Promise<{ kind: string; currentRegistrations: number }> {
  const eventId = await world.eventWith(3, await world.users(1));
  await world.put({ ...(await world.event(eventId)), currentRegistrations: 2 });
  const read = { ...(await world.event(eventId)), ...misread };
  const { kind } = await world.table.transact([recountEvent(read, COUNTED, NOW)], fresh('recount'));
  return { kind, currentRegistrations: (await world.event(eventId)).currentRegistrations };
}

describe('recountEvent', () => {
  test('sets the numbers to what was counted when the event is as it was read', async () => {
    expect(await recounted({})).toEqual({ kind: 'MADE', currentRegistrations: 1 });
  });

  test.each<[string, Partial<EventItem>]>([
    ['has changed since it was read', { version: 99 }],
    ['was deleted and created again', { createdAt: '2001-01-01T00:00:00.000Z' }],
  ])('changes nothing when the event %s', async (_, misread) => {
    expect(await recounted(misread)).toEqual({ kind: 'NOT_MADE', currentRegistrations: 2 });
  });
});
