import type { EventItem, Join, LeaverPageItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey, waitlistUpTo } from '../../domain/keys.ts';
import { toRegistration, type Registration } from '../../domain/registration/registration.ts';
import { hasNobodyLeft } from '../../domain/waitlist/departures.ts';
import { leftBehind, notedJoin, pagesBehind, positionOf } from '../../domain/waitlist/leavers.ts';
import { placedAt, positionAsJoined } from '../../domain/waitlist/position.ts';
import type { Effort } from './effort/effort.ts';
import type { CountedPage, PageStart } from './table/table.ts';

/** Pages of leavers that one query reads. */
const PAGES_AT_ONCE = 100;

/**
 * A registration; a waiting one with position, length and version of its queue at one instant. If nobody has left the
 * queue since it joined, the event says so. Else the event is read before and after counting, until nobody has left the
 * queue in between: counting who has left behind it or, where not all of them are noted, who is there.
 *
 * Counts who is there without fetching (`Select: COUNT`, as expensive in read units, but a long queue is through sooner
 * and so more often before somebody leaves) and reads the own entry beside it: if nobody has left, both are true at the
 * same instant.
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
      placeOf(effort, own, before),
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

/** The place in the queue of an event as read, if nobody leaves it meanwhile. */
async function placeOf(effort: Effort, own: RegistrationItem, event: EventItem | null): Promise<number> {
  const join = event && notedJoin(own, event);
  const left = join && (await countLeftBehind(effort, own.eventId, join));
  const position = event === null || join === null || left === null ? null : positionOf(join, event, left);
  return position ?? countUpTo(effort, own);
}

/** Null if the pages do not say (damage). */
async function countLeftBehind(effort: Effort, eventId: string, join: Join): Promise<number | null> {
  let counted = 0;
  for (let last: LeaverPageItem | null = null; ;) {
    const condition = pagesBehind(eventId, join, last);
    const pages: LeaverPageItem[] = await effort.read((table) => table.query<LeaverPageItem>(condition, PAGES_AT_ONCE));
    const left = leftBehind(join, pages);
    if (left === null) {
      return null;
    }
    counted += left;
    if (pages.length < PAGES_AT_ONCE) {
      return counted;
    }
    last = pages[PAGES_AT_ONCE - 1] ?? null;
  }
}

async function countUpTo(effort: Effort, own: RegistrationItem): Promise<number> {
  const condition = waitlistUpTo(own.eventId, own.waitlistedAt ?? '', own.userId);
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
