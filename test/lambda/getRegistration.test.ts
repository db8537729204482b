import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegistrationItem } from '../../domain/item.ts';
import { leaverPageKey } from '../../domain/keys.ts';
import { withFailingReads } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { World } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

describe('getRegistration', () => {
  test('answers null when there is none', async () => {
    expect(await world.getRegistration('nowhere', 'nobody')).toEqual({ value: null });
  });

  test('answers a registered one without position', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [ann]);
    expect(await world.getRegistration(eventId, ann)).toMatchObject({
      value: { registrationStatus: 'REGISTERED', position: null },
    });
  });

  test('answers without counting when nobody has left the queue since', async () => {
    const [ann = '', bob = '', cid = '', dan = ''] = await world.users(4);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    await world.unregister(eventId, bob);
    await world.register(eventId, dan);
    let counts = 0;
    const table = {
      ...world.table,
      countPage: (...page: Parameters<typeof world.table.countPage>) =>
        world.table.countPage(...page).finally(() => (counts += 1)),
    };
    const seen = { waitlistCount: 2, waitlistVersion: 5, event: { eventId } };
    expect(await world.getRegistration(eventId, dan, { table })).toMatchObject({ value: { position: 2, ...seen } });
    expect(counts).toBe(0);
    expect(await world.getRegistration(eventId, cid, { table })).toMatchObject({ value: { position: 1, ...seen } });
    expect(counts).toBe(0);
    await world.put({ ...(await world.event(eventId)), waitlistNoted: 0 });
    expect(await world.getRegistration(eventId, cid, { table })).toMatchObject({ value: { position: 1, ...seen } });
    expect(counts).toBe(1);
  });

  test('reads again when the queue moves while it counts who has left', async () => {
    const [ann = '', bob = '', cid = '', dan = '', eve = ''] = await world.users(5);
    const eventId = await world.eventWith(1, [ann, dan, bob, cid, eve]);
    await world.unregister(eventId, dan);
    let moves = 1;
    const table = {
      ...world.table,
      query: async <Item>(...query: Parameters<typeof world.table.query>) => {
        const items = await world.table.query<Item>(...query);
        if (moves-- > 0) {
          await world.unregister(eventId, bob);
          await world.unregister(eventId, eve);
        }
        return items;
      },
    };
    const answer = await world.getRegistration(eventId, cid, { table });
    expect(answer).toMatchObject({ value: { position: 1, waitlistCount: 1, waitlistVersion: 8, event: { eventId } } });
    expect(moves).toBe(-1);
  });

  test('counts over more pages of those who have left than one query reads', async () => {
    const [ann = '', bob = '', cid = '', dan = ''] = await world.users(4);
    const eventId = await world.eventWith(1, [ann, bob, cid, dan]);
    const event = await world.event(eventId);
    await world.unregister(eventId, dan);
    const more = 105;
    for (let page = 1; page <= more; page += 1) {
      const own = { entityType: 'LeaverPage', eventId, event: event.createdAt, page, left: 2, w00: 3 };
      await world.put({ ...leaverPageKey(eventId, event.createdAt, page), ...own });
    }
    const left = 1 + 2 * more;
    const joins = { waitlistJoins: 2 + left, waitlistNoted: left };
    await world.put({ ...(await world.event(eventId)), ...joins });
    for (const [index, userId] of [bob, cid].entries()) {
      expect(await world.getRegistration(eventId, userId)).toMatchObject({
        value: { position: index + 1, waitlistCount: 2 },
      });
    }
  });

  test('reads again when the queue moves while it counts', async () => {
    const [ann = '', bob = '', cid = '', dan = ''] = await world.users(4);
    const eventId = await world.eventWith(1, [ann, dan, bob, cid]);
    await world.unregister(eventId, dan);
    await world.put({ ...(await world.event(eventId)), waitlistNoted: 0 });
    let moves = 1;
    const table = {
      ...world.table,
      countPage: async (...page: Parameters<typeof world.table.countPage>) => {
        const counted = await world.table.countPage(...page);
        if (moves-- > 0) {
          await world.unregister(eventId, bob);
        }
        return counted;
      },
    };
    const answer = await world.getRegistration(eventId, cid, { table });
    expect(answer).toMatchObject({ value: { position: 1, waitlistCount: 1, waitlistVersion: 6, event: { eventId } } });
  });

  test('counts over all pages of a long queue', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann]);
    const padding = 'x'.repeat(60_000);
    for (let n = 10; n < 40; n += 1) {
      await world.put({ PK: `EVENT#${eventId}`, SK: `WAITLIST#2026-01-01T00:00:00.0${n}Z#early${n}`, padding });
    }
    await world.put({ ...(await world.event(eventId)), waitlistCount: 30 });
    await world.register(eventId, bob);
    const { joinedDepartures, ...unaware } = (await world.registration(eventId, bob)) as RegistrationItem;
    expect(joinedDepartures).toBe(-30);
    await world.put(unaware);
    let pages = 0;
    const table = {
      ...world.table,
      countPage: (...page: Parameters<typeof world.table.countPage>) =>
        world.table.countPage(...page).finally(() => (pages += 1)),
    };
    expect(await world.getRegistration(eventId, bob, { table })).toMatchObject({
      value: { position: 31, waitlistCount: 31 },
    });
    expect(pages).toBe(2);
  });

  test('answers without position, and reports, when the entry is missing', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, cid, bob]);
    await world.unregister(eventId, cid);
    await world.remove((await world.queue(eventId))[0]!);
    expect(await world.getRegistration(eventId, bob)).toMatchObject({
      value: { registrationStatus: 'WAITLISTED', position: null },
    });
    expect(world.reported.metrics).toEqual({ DamagedEntries: 1 });
  });

  test('repeats reads that fail, and rejects with Busy and outcome NONE when they fail until the deadline', async () => {
    const error = Object.assign(new Error('Internal server error'), { name: 'InternalServerError' });
    expect(
      await world.getRegistration('nowhere', 'nobody', { table: withFailingReads(world.table, 3, error) }),
    ).toEqual({ value: null });
    const answer = await world.getRegistration('nowhere', 'nobody', {
      table: withFailingReads(world.table, Infinity, error),
    });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
  });

  test('throws when reading is not permitted', async () => {
    const error = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    await expect(
      world.getRegistration('nowhere', 'nobody', { table: withFailingReads(world.table, 1, error) }),
    ).rejects.toThrow('no');
  });

  test('throws for an operation that does not exist', async () => {
    await expect(world.call({ operation: 'registerUser' } as never)).rejects.toThrow('Unknown operation');
  });
});
