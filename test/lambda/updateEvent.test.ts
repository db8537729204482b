import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../domain/caller.ts';
import { updateEvent, type EventPatch } from '../../domain/event/updateEvent.ts';
import type { DetailsItem } from '../../domain/item.ts';
import { detailsKey } from '../../domain/keys.ts';
import { audit } from './support/audit.ts';
import { withFaults, withScript } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { BACKEND, NOW, World, organizer, type Circumstances } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

const change = (eventId: string, patch: EventPatch, circumstances?: Circumstances, caller: Caller = BACKEND) =>
  world.call({ operation: 'updateEvent', eventId, patch, caller }, circumstances);

describe('updateEvent', () => {
  test('changes what is mentioned and answers the event after it', async () => {
    const eventId = await world.eventWith(3, [], { location: 'Hall', organizer: 'olga' });
    const answer = await change(eventId, { title: 'New', location: null, description: 'About' }, {}, organizer('olga'));
    expect(answer).toMatchObject({ value: { eventId, title: 'New', location: null, capacity: 3, version: 2 } });
    expect(await world.table.get<DetailsItem>(detailsKey(eventId))).toMatchObject({ description: 'About' });
  });

  test('raises step by step from a form, and refuses an older one in its first step', async () => {
    const people = await world.users(125);
    const eventId = await world.eventWith(1, people);
    const ifVersion = (await world.event(eventId)).version;
    const rename = async () => void (await change(eventId, { title: 'Other' }));
    const table = withScript(world.table, [rename]);
    const late = await change(eventId, { capacity: 2, ifVersion }, { table });
    expect(late).toMatchObject({ failure: { errorType: 'EventChanged', errorInfo: { version: ifVersion + 1 } } });
    expect(await world.event(eventId)).toMatchObject({ capacity: 1, title: 'Other' });
    const answer = await change(eventId, { capacity: 121, ifVersion: ifVersion + 1 });
    expect(answer).toMatchObject({ value: { capacity: 121, currentRegistrations: 121 } });
  });

  test('finishes a raise that was cut off without ifVersion, as its own steps are a change since the form', async () => {
    const people = await world.users(125);
    const eventId = await world.eventWith(1, people);
    const form = { capacity: 121, title: 'Larger', ifVersion: (await world.event(eventId)).version };
    const dying = withFaults(world.table, (call) => (call === 0 ? null : 'conflict'));
    const broken = await change(eventId, form, { table: dying });
    expect(broken).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
    const { version } = await world.event(eventId);
    const repeated = await change(eventId, form);
    expect(repeated).toMatchObject({ failure: { errorType: 'EventChanged', errorInfo: { version } } });
    expect(await world.event(eventId)).toMatchObject({ capacity: 50, title: 'Larger', version });
    const { ifVersion: _, ...rest } = form;
    expect(await change(eventId, rest)).toMatchObject({ value: { capacity: 121, waitlistCount: 4 } });
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('closes registration during a rush of 15 conflicts', async () => {
    const eventId = await world.eventWith(3, []);
    const answer = await change(
      eventId,
      { status: 'CLOSED' },
      { table: withScript(world.table, Array(15).fill('conflict')) },
    );
    expect(answer).toMatchObject({ value: { status: 'CLOSED' } });
  });

  test('promotes in order when capacity is raised, and the rest of the patch rides in the first step', async () => {
    const people = await world.users(5);
    const eventId = await world.eventWith(1, people);
    const answer = await change(eventId, { capacity: 3, title: 'Larger' });
    expect(answer).toMatchObject({
      value: { capacity: 3, title: 'Larger', currentRegistrations: 3, waitlistCount: 2, version: 7 },
    });
    expect(await world.waiting(eventId)).toEqual(people.slice(3));
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('raises to the target when more seats than people waiting are added', async () => {
    const people = await world.users(3);
    const eventId = await world.eventWith(1, people);
    expect(await change(eventId, { capacity: 10 })).toMatchObject({
      value: { capacity: 10, currentRegistrations: 3, waitlistCount: 0 },
    });
    expect(world.reported.metrics).toEqual({});
  });

  test('promotes 120 people in three steps, and a repeated call finishes what a broken one began', async () => {
    const people = await world.users(125);
    const eventId = await world.eventWith(1, people);
    const dying = withFaults(world.table, (call) => (call === 0 ? null : 'conflict'));
    const broken = await change(eventId, { capacity: 121, title: 'Larger' }, { table: dying });
    expect(broken).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
    expect(await world.event(eventId)).toMatchObject({
      capacity: 50,
      currentRegistrations: 50,
      waitlistCount: 75,
      title: 'Larger',
    });
    expect(await audit(world, eventId, people)).toEqual([]);
    const table = withScript(world.table, [null, 'lostAfter']);
    const finished = await change(eventId, { capacity: 121, title: 'Larger' }, { table });
    expect(finished).toMatchObject({ value: { capacity: 121, currentRegistrations: 121, waitlistCount: 4 } });
    expect(new Set(table.tokens).size).toBe(2);
    expect(await world.waiting(eventId)).toEqual(people.slice(121));
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('finishes its steps although the first one has handed the event to another organizer', async () => {
    const people = await world.users(52);
    const eventId = await world.eventWith(1, people, { organizer: 'olga' });
    const answer = await change(eventId, { capacity: 52, organizer: 'otto' }, {}, organizer('olga'));
    expect(answer).toMatchObject({ value: { capacity: 52, organizer: 'otto', currentRegistrations: 52 } });
  });

  test('promotes the one who joins while the capacity is raised past the end of the queue', async () => {
    const people = await world.users(3);
    const [, , cid = ''] = people;
    const eventId = await world.eventWith(1, people.slice(0, 1));
    const answer = await change(
      eventId,
      { capacity: 5 },
      { table: withScript(world.table, [() => world.register(eventId, cid)]) },
    );
    expect(answer).toMatchObject({ value: { capacity: 5, currentRegistrations: 2, waitlistCount: 0 } });
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('reads the queue again when its head leaves during a step', async () => {
    const people = await world.users(4);
    const [, bob = ''] = people;
    const eventId = await world.eventWith(1, people);
    const answer = await change(
      eventId,
      { capacity: 3 },
      { table: withScript(world.table, [() => world.unregister(eventId, bob)]) },
    );
    expect(answer).toMatchObject({ value: { capacity: 3, currentRegistrations: 3, waitlistCount: 0 } });
    expect(await audit(world, eventId, people)).toEqual([]);
  });

  test('drops damaged entries on the way and promotes the next', async () => {
    const people = await world.users(4);
    const [ann = '', bob = '', cid = '', dan = ''] = people;
    const eventId = await world.eventWith(1, people);
    await world.remove((await world.registration(eventId, cid))!);
    expect(await change(eventId, { capacity: 3 })).toMatchObject({
      value: { capacity: 3, currentRegistrations: 3, waitlistCount: 0 },
    });
    expect(await audit(world, eventId, [ann, bob, dan])).toEqual([]);
    expect(world.reported.metrics).toMatchObject({ DamagedEntries: 1 });
  });

  test('promotes nobody when the event is cancelled meanwhile', async () => {
    const people = await world.users(3);
    const eventId = await world.eventWith(1, people);
    const cancel = () => world.apply(updateEvent(eventId, { status: 'CANCELLED' }, BACKEND, NOW));
    const answer = await change(eventId, { capacity: 3 }, { table: withScript(world.table, [cancel]) });
    expect(answer).toMatchObject({
      value: { status: 'CANCELLED', capacity: 3, currentRegistrations: 1, waitlistCount: 2 },
    });
  });

  test('rejects with EventNotFound, Unauthorized, ValidationError and CapacityBelowRegistrations, and changes nothing', async () => {
    const people = await world.users(2);
    const eventId = await world.eventWith(2, people, { organizer: 'olga' });
    const rejections = [
      await change('nowhere', { title: 'x' }),
      await change(eventId, { title: 'x' }, {}, organizer('otto')),
      await change(eventId, { status: 'DRAFT' }),
      await change(eventId, { capacity: 1 }),
    ];
    const types = ['EventNotFound', 'Unauthorized', 'ValidationError', 'CapacityBelowRegistrations'];
    expect(rejections).toMatchObject(types.map((errorType) => ({ failure: { errorType } })));
    expect(await world.event(eventId)).toMatchObject({ title: 'T', version: 3 });
  });

  test('rejects with CapacityBelowRegistrations when seats are taken while it would lower the capacity', async () => {
    const people = await world.users(2);
    const [ann = '', bob = ''] = people;
    const eventId = await world.eventWith(2, [ann]);
    const answer = await change(
      eventId,
      { capacity: 1 },
      { table: withScript(world.table, [() => world.register(eventId, bob)]) },
    );
    expect(answer).toMatchObject({ failure: { errorType: 'CapacityBelowRegistrations' } });
  });

  test.each([
    ['conflict', 'NONE'],
    ['lostBefore', 'UNKNOWN'],
    ['lostAfter', 'UNKNOWN'],
  ] as const)('rejects with Busy at the deadline when every answer is %s: outcome %s', async (fault, outcome) => {
    const eventId = await world.eventWith(2, []);
    const answer = await change(eventId, { title: 'New' }, { table: withFaults(world.table, () => fault) });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome } } });
  });
});
