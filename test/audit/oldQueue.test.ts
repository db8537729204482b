import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { leaverPageKey } from '../../domain/keys.ts';
import { sweepFindings } from '../../tools/audit/sweep.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';

let table: AuditTable;
beforeAll(async () => {
  table = await startAuditTable();
});
afterAll(() => table.close());

/** An event whose one seat is taken and whose queue is as it was stored before joins were counted. */
async function oldQueue(length: number): Promise<{ eventId: string; seated: string; waiting: string[] }> {
  const { world } = table;
  const [seated = '', ...waiting] = await world.users(length + 1);
  const eventId = await world.eventWith(1, [seated, ...waiting]);
  const { waitlistJoins: _, waitlistNoted: __, ...event } = await world.event(eventId);
  await world.put(event);
  for (const { joinedDepartures: ___, ...entry } of await world.queue(eventId)) {
    await world.put(entry);
  }
  for (const userId of waiting) {
    const own = (await world.registration(eventId, userId)) as RegistrationItem;
    const { joinedDepartures: ___, joinedEvent: ____, ...registration } = own;
    await world.put(registration);
  }
  return { eventId, seated, waiting };
}

/** How many places of a queue have to be counted among the entries; all must be right. */
async function countedPlaces(eventId: string): Promise<string[]> {
  const { world } = table;
  const counted: string[] = [];
  const waiting = await world.waiting(eventId);
  for (const [index, userId] of waiting.entries()) {
    let pages = 0;
    const counting = {
      ...world.table,
      countPage: (...page: Parameters<typeof world.table.countPage>) =>
        world.table.countPage(...page).finally(() => (pages += 1)),
    };
    expect(await world.getRegistration(eventId, userId, { table: counting })).toMatchObject({
      value: { position: index + 1, waitlistCount: waiting.length },
    });
    counted.push(...(pages > 0 ? [userId] : []));
  }
  return counted;
}

const found = async (eventId: string): Promise<string[]> =>
  sweepFindings(await table.items())
    .filter((finding) => finding.eventId === eventId)
    .map(({ rule }) => rule);
const repair = async (): Promise<void> => {
  expect(await table.act({ repair: true })).toMatchObject({ exitCode: 0 });
};

describe('A queue from before joins were counted', () => {
  it('is nothing wrong, and its places are counted', async () => {
    const { eventId, waiting } = await oldQueue(3);
    expect(await found(eventId)).toEqual([]);
    expect(await countedPlaces(eventId)).toEqual(waiting);
  });

  it('has the places behind it counted once somebody has left, until the audit has written its pages', async () => {
    const { eventId, seated, waiting } = await oldQueue(2);
    const { world } = table;
    const people = await world.users(4);
    for (const userId of people) {
      await world.register(eventId, userId);
    }
    const [first = '', second = '', third = '', fourth = ''] = people;
    expect(await countedPlaces(eventId)).toEqual(waiting);
    await world.unregister(eventId, third);
    expect(await countedPlaces(eventId)).toEqual([...waiting, first, second, fourth]);
    expect(await found(eventId)).toEqual(['queue.leaversUnknown']);
    await repair();
    expect(await found(eventId)).toEqual([]);
    expect(await countedPlaces(eventId)).toEqual(waiting);
    // By promotions and by those who leave out of turn they stay known.
    await world.unregister(eventId, seated);
    await world.unregister(eventId, second);
    expect(await world.waiting(eventId)).toEqual([waiting[1], first, fourth]);
    expect(await found(eventId)).toEqual([]);
    expect(await countedPlaces(eventId)).toEqual(waiting.slice(1));
  });

  it('is counted again where one of its places is given up, until the audit has run once more', async () => {
    const { eventId, waiting } = await oldQueue(3);
    const { world } = table;
    const people = await world.users(2);
    for (const userId of people) {
      await world.register(eventId, userId);
    }
    await repair();
    const [given = '', ...left] = waiting;
    await world.unregister(eventId, given);
    expect(await found(eventId)).toEqual(['queue.leaversUnknown']);
    expect(await countedPlaces(eventId)).toEqual([...left, ...people]);
    await repair();
    expect(await countedPlaces(eventId)).toEqual(left);
  });

  it('needs no audit once somebody has joined it while it was empty', async () => {
    const { eventId, waiting, seated } = await oldQueue(1);
    const { world } = table;
    await world.unregister(eventId, seated);
    expect(await world.waiting(eventId)).toEqual([]);
    const people = await world.users(3);
    for (const userId of people) {
      await world.register(eventId, userId);
    }
    const [, second = ''] = people;
    await world.unregister(eventId, second);
    expect(waiting).toHaveLength(1);
    expect(await found(eventId)).toEqual([]);
    expect(await countedPlaces(eventId)).toEqual([]);
    const event: EventItem = await world.event(eventId);
    expect(await world.table.get(leaverPageKey(eventId, event.createdAt, 0))).toMatchObject({ left: 1 });
  });
});
