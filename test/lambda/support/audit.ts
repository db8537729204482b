import { leaverPagesOfEvent } from '../../../domain/keys.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';
import { sweepFindings } from '../../../tools/audit/sweep.ts';
import type { World } from './world.ts';

/**
 * What must hold of an event at every rest, by the rules of the audit; that these people are users is not looked at,
 * nor that places must be counted once a queue was mended.
 * @param people all who may be registered
 * @returns the violations, in words; empty if all is well
 */
export async function audit(world: World, eventId: string, people: string[]): Promise<string[]> {
  const registrations = await Promise.all(people.map((userId) => world.registration(eventId, userId)));
  const pages = await world.table.query(leaverPagesOfEvent(eventId), 100);
  const items = [await world.event(eventId), ...(await world.queue(eventId)), ...pages, ...registrations].filter(
    (item) => item !== null,
  );
  const { DamagedEntries = 0, DamagedCounters = 0 } = world.reported.metrics;
  const isMended = DamagedEntries + DamagedCounters > 0;
  return sweepFindings(items as unknown as StoredItem[])
    .filter(({ rule }) => rule !== 'registration.withoutUser' && !(isMended && rule === 'queue.leaversUnknown'))
    .map(({ rule, found }) => `${rule}: ${found}`);
}
