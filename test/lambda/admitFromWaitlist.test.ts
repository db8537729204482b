import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../domain/caller.ts';
import { UNCOUNTABLE } from '../../domain/error.ts';
import { audit } from './support/audit.ts';
import { withFaults, withScript, type Fault } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { BACKEND, World, organizer, type Circumstances } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

const admit = (eventId: string, userId: string, circumstances?: Circumstances, caller: Caller = BACKEND) =>
  world.call({ operation: 'admitFromWaitlist', userId, eventId, reason: 'Speaks', caller }, circumstances);
const SEAT = { value: { registrationStatus: 'REGISTERED', admissionReason: 'Speaks' } };

/** An event of olga's with one seat, and three who wait. */
async function queue() {
  const people = await world.users(4);
  const eventId = await world.eventWith(1, people, { organizer: 'olga' });
  const [seated = '', first = '', second = '', last = ''] = people;
  return { eventId, people, seated, first, second, last };
}

describe('admitFromWaitlist', () => {
  test.each<[string, Fault[]]>([
    ['15 conflicts', Array<Fault>(15).fill('conflict')],
    ['throttling', ['throttled', 'refused']],
    ['an answer that was lost before it took effect', ['lostBefore']],
    ['an answer that was lost after it took effect', ['lostAfter']],
  ])('lets one person in, once, in spite of %s', async (_, script) => {
    const { eventId, people, first, second, last } = await queue();
    expect(await admit(eventId, second, { table: withScript(world.table, script) })).toMatchObject(SEAT);
    expect(await world.event(eventId)).toMatchObject({ capacity: 2, currentRegistrations: 2, waitlistCount: 2 });
    expect(await world.waiting(eventId)).toEqual([first, last]);
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('answers Busy when time is over, and says whether it may have been done', async () => {
    const { eventId, people, second } = await queue();
    const dying = withFaults(world.table, () => 'conflict');
    expect(await admit(eventId, second, { table: dying })).toMatchObject({
      failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } },
    });
    const lost = withFaults(world.table, () => 'lostAfter');
    expect(await admit(eventId, second, { table: lost })).toMatchObject({
      failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } },
    });
    expect(await admit(eventId, second)).toMatchObject(SEAT);
    expect(await world.event(eventId)).toMatchObject({ capacity: 2, waitlistCount: 2 });
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('decides afresh when others act just before', async () => {
    const { eventId, people, seated, first, second, last } = await queue();
    const others = async () => {
      await world.unregister(eventId, seated);
      await world.call({ operation: 'updateEvent', eventId, patch: { capacity: 2 }, caller: BACKEND });
    };
    const before = withScript(world.table, [others]);
    expect(await admit(eventId, last, { table: before })).toMatchObject(SEAT);
    expect(await world.status(eventId, first)).toBe('REGISTERED');
    expect(await world.status(eventId, second)).toBe('REGISTERED');
    expect(await world.event(eventId)).toMatchObject({ capacity: 3, currentRegistrations: 3, waitlistCount: 0 });
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('is success for somebody who is promoted just before, without a seat more', async () => {
    const { eventId, seated, first } = await queue();
    const table = withScript(world.table, [() => world.unregister(eventId, seated)]);
    expect(await admit(eventId, first, { table })).toMatchObject({
      value: { registrationStatus: 'REGISTERED', admissionReason: null },
    });
    expect(await world.event(eventId)).toMatchObject({ capacity: 1, currentRegistrations: 1, waitlistCount: 2 });
  });

  test('refuses an organizer whose event is handed over just before', async () => {
    const { eventId, second } = await queue();
    const handOn = () =>
      world.call({ operation: 'updateEvent', eventId, patch: { organizer: 'oscar' }, caller: BACKEND });
    const table = withScript(world.table, [handOn]);
    expect(await admit(eventId, second, { table }, organizer('olga'))).toMatchObject({
      failure: { errorType: 'Unauthorized' },
    });
    expect(await world.status(eventId, second)).toBe('WAITLISTED');
  });

  test('mends a queue whose entry of the person is missing, or that is counted short, and lets them in', async () => {
    const { eventId, people, second } = await queue();
    const entry = (await world.queue(eventId)).find(({ userId }) => userId === second);
    await world.remove(entry!);
    expect(await admit(eventId, second)).toMatchObject({ value: { admissionReason: 'Speaks' } });
    expect(await audit(world, eventId, people)).toEqual([]);
    const short = await queue();
    await world.put({ ...(await world.event(short.eventId)), waitlistCount: 1 });
    expect(await admit(short.eventId, short.last)).toMatchObject({ value: { admissionReason: 'Speaks' } });
    expect(await world.event(short.eventId)).toMatchObject({ waitlistCount: 2 });
    expect(await audit(world, short.eventId, short.people)).toEqual([]);
  });

  test('throws where the seats of the event cannot be counted', async () => {
    const { eventId, second } = await queue();
    await world.put({ ...(await world.event(eventId)), capacity: 'many' });
    await expect(admit(eventId, second)).rejects.toThrow(UNCOUNTABLE);
  });
});
