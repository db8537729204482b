import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './support/audit.ts';
import { withFaults, withScript } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { World, type Circumstances } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

/** An event with free seats beside people waiting, which only damage can make. */
async function damaged(people: string[], freeSeats: number): Promise<string> {
  const eventId = await world.eventWith(1, people);
  await world.put({ ...(await world.event(eventId)), capacity: 1 + freeSeats });
  return eventId;
}

const fill = (eventId: string, circumstances?: Circumstances) =>
  world.call({ operation: 'fillSeats', eventId }, circumstances);

describe('fillSeats', () => {
  test('promotes from the head until no seat is free', async () => {
    const people = await world.users(5);
    const eventId = await damaged(people, 2);
    expect(await fill(eventId)).toEqual({ value: { promoted: 2 } });
    expect(await world.waiting(eventId)).toEqual(people.slice(3));
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('promotes until nobody waits', async () => {
    const people = await world.users(3);
    const eventId = await damaged(people, 10);
    expect(await fill(eventId)).toEqual({ value: { promoted: 2 } });
  });

  test('leaves alone what is healthy, cancelled or gone', async () => {
    const people = await world.users(2);
    const healthy = await world.eventWith(1, people);
    const cancelled = await damaged(people, 1);
    await world.put({ ...(await world.event(cancelled)), status: 'CANCELLED' });
    expect([await fill(healthy), await fill(cancelled), await fill('nowhere')]).toEqual(
      Array(3).fill({ value: { promoted: 0 } }),
    );
  });

  test('drops a damaged head and promotes the next', async () => {
    const people = await world.users(3);
    const [ann = '', bob = '', cid = ''] = people;
    const eventId = await damaged(people, 1);
    await world.remove((await world.registration(eventId, bob))!);
    expect(await fill(eventId)).toEqual({ value: { promoted: 1 } });
    expect(await world.status(eventId, cid)).toBe('REGISTERED');
    expect(await audit(world, eventId, [ann, cid])).toEqual([]);
  });

  test('stops and reports when the counter claims people but the queue has none', async () => {
    const people = await world.users(2);
    const eventId = await damaged(people, 1);
    await world.remove((await world.queue(eventId))[0]!);
    expect(await fill(eventId)).toEqual({ value: { promoted: 0 } });
    expect(world.reported.metrics).toEqual({ DamagedCounters: 1 });
  });

  test('fills each seat once when two fill at the same time and answers are lost', async () => {
    const people = await world.users(8);
    const eventId = await damaged(people, 4);
    const table = withScript(world.table, ['lostAfter', 'conflict', 'lostBefore']);
    const [one, two] = await Promise.all([fill(eventId, { table }), fill(eventId, { seed: 2 })]);
    const promoted = [one, two].map((answer) => ('value' in answer ? Number(answer.value.promoted) : 0));
    expect((promoted[0] ?? 0) + (promoted[1] ?? 0)).toBe(4);
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('rejects with Busy at the deadline: NONE if nobody was promoted, else UNKNOWN', async () => {
    const people = await world.users(4);
    const eventId = await damaged(people, 2);
    const none = await fill(eventId, { table: withFaults(world.table, () => 'conflict') });
    const some = await fill(eventId, { table: withFaults(world.table, (call) => (call === 0 ? null : 'conflict')) });
    expect([none, some]).toMatchObject(['NONE', 'UNKNOWN'].map((outcome) => ({ failure: { errorInfo: { outcome } } })));
  });
});
