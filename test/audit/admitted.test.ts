import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';
import { BACKEND } from '../lambda/support/world.ts';

let table: AuditTable;
beforeAll(async () => {
  table = await startAuditTable();
});
afterAll(() => table.close());

it('The audit takes nobody for overtaken by somebody who was let in, but by whoever was promoted behind them', async () => {
  const { world } = table;
  const people = await world.users(4);
  const eventId = await world.eventWith(1, people);
  const userId = people[2] ?? '';
  await world.call({ operation: 'admitFromWaitlist', userId, eventId, reason: 'Speaks', caller: BACKEND });
  expect((await table.act()).printed).not.toContain('event.overtaken');
  const { admissionReason: _, ...promoted } = (await world.registration(eventId, userId))!;
  await world.put(promoted);
  expect((await table.act()).printed).toContain('event.overtaken');
});
