import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey, waitlistUpTo } from '../../domain/keys.ts';
import { toRegistration, type Registration } from '../../domain/registration/registration.ts';
import { hasNobodyLeft } from '../../domain/waitlist/departures.ts';
import { placedAt, positionAsJoined } from '../../domain/waitlist/position.ts';
import type { Effort } from './effort/effort.ts';
import type { CountedPage, PageStart } from './table/table.ts';

/**
 * A registration; a waiting one with position, length and version of its queue at one instant. If nobody has left the
 * queue since it joined, the event says so. Else the event is read before and after counting, until nobody has left the
 * queue in between.
 *
 * Counts without fetching (`Select: COUNT`, as expensive in read units, but a long queue is through sooner and so more
 * often before somebody leaves) and reads the own entry beside it: if nobody has left, both are true at the same
 * instant.
 * @returns null if there is no registration; without position if one that is counted has no entry, or no event (damage)
 * @throws OutOfTime
 */
export async function getRegistration(effort: Effort, userId: string, eventId: string): Promise<Registration | null> {
  let suspect: string | null = null;
  for (;;) {
    const own = await effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId)));
    if (own === null || own.registrationStatus === 'REGISTERED') {
      return own && toRegistration(own);
    }
    const waitlistedAt = own.waitlistedAt ?? '';
    const before = await readEvent(effort, eventId);
    const joined = positionAsJoined(own, before);
    if (joined !== null) {
      return joined;
    }
    const [position, entry] = await Promise.all([
      countUpTo(effort, own, waitlistedAt),
      effort.read((table) => table.get<WaitlistEntryItem>(waitlistEntryKey(eventId, waitlistedAt, userId))),
    ]);
    const after = await readEvent(effort, eventId);
    const isGone = before === null && after === null;
    const isStill = before !== null && after !== null && hasNobodyLeft(before, after);
    if (isStill && entry !== null) {
      return placedAt(own, position, after);
    }
    const sight = `${waitlistedAt} ${after?.waitlistVersion}`;
    if ((isStill || isGone) && suspect === sight) {
      effort.report.count('DamagedEntries');
      effort.report.warn('A waiting registration has no entry in the queue, or no event', { eventId, waitlistedAt });
      return toRegistration(own);
    }
    suspect = sight;
    await effort.pause();
  }
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}

async function countUpTo(effort: Effort, own: RegistrationItem, waitlistedAt: string): Promise<number> {
  const condition = waitlistUpTo(own.eventId, waitlistedAt, own.userId);
  let counted = 0;
  for (let start: PageStart = null; ;) {
    const from: PageStart = start;
    const { count, next }: CountedPage = await effort.read((table) => table.countPage(condition, from));
    counted += count;
    if (next === null) {
      return counted;
    }
    start = next;
  }
}
