import { isWhole } from '../../domain/event/seats.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import {
  eventKey,
  isSameKey,
  keyOf,
  placeOfKey,
  registrationKey,
  waitlistEntryKey,
  waitlistOfEvent,
  type Key,
} from '../../domain/keys.ts';
import { isTail } from '../../domain/timestamp.ts';
import { judgeReason, type Reason } from '../../domain/verdict.ts';
import {
  actionsOf,
  asKeyed,
  entriesAdded,
  judgePlace,
  judgeWaiting,
  mendQueue,
  placeMoment,
  type Mend,
} from '../../domain/waitlist/mendQueue.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { CountedPage, PageStart } from './table/table.ts';

/**
 * An event that looks damaged is looked at again so much later: by then a transaction that has changed it is through
 * with its entries, which may be seen a moment after the event.
 */
const STILL_MS = 200;
/**
 * Then a third time, if it seems to count too many: entries are counted page by page and not at one instant, and one
 * that is seen too late would not be counted any more.
 */
const COUNTED_DOWN_MS = 2000;
/** So long, besides, whoever works through the lane is asked to leave the event alone. */
const LOOKING_MS = 500;
/** So often it is looked at anew when the event has changed meanwhile; from the second time on in a pause. */
const LOOKS = 4;
/** So many entries are judged by one transactional read, from the head: each takes up to five of its 100 keys. */
export const ENTRIES_AT_ONCE = 16;
/** If all of those are nobody's, so many are looked at. */
const MAX_ENTRIES = 6 * ENTRIES_AT_ONCE;
/** What one transaction mends, besides the event's item. */
const MAX_ACTIONS = 99;
/** So many of the newest entries are looked at for the tail. */
const TAIL_ENTRIES = 16;

/** What seems to be wrong. */
export interface Suspects {
  /** Keys of entries, `ENTRIES_AT_ONCE` at most, besides those at the front of the queue. */
  entries?: Key[];
  /** Somebody who waits without an entry. */
  own?: RegistrationItem;
}

/**
 * The first entries of the queue, in order, as their keys have them.
 * @throws OutOfTime
 */
export async function readHeads(effort: Effort, eventId: string, limit: number): Promise<WaitlistEntryItem[]> {
  return (await readEntries(effort, eventId, limit)).map(asKeyed);
}

function readEntries(effort: Effort, eventId: string, limit: number): Promise<WaitlistEntryItem[]> {
  return effort.read((table) => table.query<WaitlistEntryItem>(waitlistOfEvent(eventId), limit));
}

/** Whether the two reasons of a promotion say that the entry is there, but its registration does not wait for it. */
export function looksDamaged(entry: Reason | undefined, registration: Reason | undefined): boolean {
  return (
    entry !== undefined &&
    registration !== undefined &&
    judgeReason(entry) === 'HELD' &&
    judgeReason(registration) === 'FAILED'
  );
}

/**
 * Mends the queue of an event where something speaks against it (docs/design.md#damage): entries at its front and their
 * registrations, the number of entries that the event counts, and a tail behind which nobody can join. Reasons of a
 * cancelled transaction, and reads one after the other, may be of different instants; hence the proof by transactional
 * reads, and by an event that has not changed from before all of them until it is mended. Whoever works through the
 * lane is asked to pause for it once it looks damaged, or keeps changing. Nothing in the system makes such queues.
 * @returns whether to look anew at once: it is mended, or has changed meanwhile; false: nothing is wrong with it
 * @throws OutOfTime
 */
export async function mendIfDamaged(effort: Effort, eventId: string, suspects: Suspects = {}): Promise<boolean> {
  const way = new RightOfWay(effort, eventId);
  try {
    for (let look = 1; look <= LOOKS; look += 1) {
      const isMended = await lookCloser(effort, way, eventId, suspects);
      if (isMended !== 'CHANGED') {
        return isMended;
      }
      if (look > 1) {
        await way.ask(STILL_MS + LOOKING_MS);
      }
      await effort.pause();
    }
    return true;
  } finally {
    await way.giveUp();
  }
}

/** @returns as `mendIfDamaged`; CHANGED: the event has changed meanwhile, and nothing is known */
async function lookCloser(
  effort: Effort,
  way: RightOfWay,
  eventId: string,
  suspects: Suspects,
): Promise<boolean | 'CHANGED'> {
  const stored = await readEvent(effort, eventId);
  if (stored === null) {
    return false;
  }
  const event = { ...stored, eventId };
  let wrong: Wrong | null = null;
  for (const waitMs of [0, STILL_MS, COUNTED_DOWN_MS]) {
    if (waitMs === COUNTED_DOWN_MS && !isCountedDown(event, wrong!)) {
      break;
    }
    if (waitMs > 0) {
      await way.ask(waitMs + LOOKING_MS);
    }
    await effort.sleep(waitMs);
    wrong = await findWrong(effort, event, suspects);
    if (wrong === null) {
      return false;
    }
    const after = await readEvent(effort, eventId);
    if (after?.version !== event.version || after.createdAt !== event.createdAt) {
      return 'CHANGED';
    }
  }
  return mend(effort, event, wrong!);
}

async function mend(effort: Effort, event: EventItem, wrong: Wrong): Promise<boolean> {
  const effectBefore = effort.effect;
  try {
    const settlement = await effort.transact(mendQueue(event, wrong.mends, wrong, effort.now()));
    if (settlement.isDone) {
      report(effort, event, wrong);
    } else {
      await effort.goAgain(settlement.reasons);
    }
    return true;
  } finally {
    // Mending is no part of what the request asked for.
    effort.effect = effectBefore;
  }
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}

/** What is to be mended, and how many entries there are then; and the newest that has joined. */
interface Wrong {
  mends: Mend[];
  waitlistCount: number;
  waitlistTail: string;
}

/**
 * Whether the event counts more than are there, beyond the entries that are taken out for a proven reason; also if what
 * it counts is no number.
 */
function isCountedDown(event: EventItem, { mends, waitlistCount }: Wrong): boolean {
  return !(waitlistCount >= event.waitlistCount + Math.min(0, entriesAdded(mends)) && isWhole(event.waitlistCount));
}

async function findWrong(effort: Effort, event: EventItem, { entries = [], own }: Suspects): Promise<Wrong | null> {
  const { eventId } = event;
  const named = [...(await readTogether(effort, entries)).values()] as unknown as WaitlistEntryItem[];
  const front = await readEntries(effort, eventId, ENTRIES_AT_ONCE);
  let found = await findMends(effort, eventId, [...front, ...named], own ?? null);
  if (front.length === ENTRIES_AT_ONCE && front.every((entry) => isDropped(entry, found))) {
    found = await findMends(
      effort,
      eventId,
      [...(await readEntries(effort, eventId, MAX_ENTRIES)), ...named],
      own ?? null,
    );
  }
  const mends = inOneTransaction(found);
  const waitlistCount = (await countEntries(effort, eventId)) + entriesAdded(mends);
  const waitlistTail = await findTail(effort, event);
  const isSound = mends.length === 0 && waitlistCount === event.waitlistCount && waitlistTail === event.waitlistTail;
  return isSound ? null : { mends, waitlistCount, waitlistTail };
}

function isDropped(entry: WaitlistEntryItem, mends: Mend[]): boolean {
  return mends.some((mend) => mend.kind === 'drop' && isSameKey(mend.entry, entry));
}

/** As many, from the first, as one transaction takes. */
function inOneTransaction(mends: Mend[]): Mend[] {
  let actions = 0;
  return mends.filter((mend) => (actions += actionsOf(mend)) <= MAX_ACTIONS);
}

/** The event's tail, or if nobody can join behind that, the newest entry. */
async function findTail(effort: Effort, { eventId, waitlistTail }: EventItem): Promise<string> {
  if (isTail(waitlistTail)) {
    return waitlistTail;
  }
  const newest = await effort.read((table) =>
    table.query<WaitlistEntryItem>(waitlistOfEvent(eventId), TAIL_ENTRIES, 'newest first'),
  );
  return newest.map((entry) => placeOfKey(entry).waitlistedAt).find(isTail) ?? '';
}

/** What is to be mended about these entries, and this person's registration: each person and each entry once. */
async function findMends(
  effort: Effort,
  eventId: string,
  entries: WaitlistEntryItem[],
  own: RegistrationItem | null,
): Promise<Mend[]> {
  const batches = Array.from({ length: Math.ceil(entries.length / ENTRIES_AT_ONCE) }, (_, nth) =>
    entries.slice(nth * ENTRIES_AT_ONCE, (nth + 1) * ENTRIES_AT_ONCE),
  );
  const found = await Promise.all([
    ...batches.map((batch) => judgeTogether(effort, eventId, batch, null)),
    ...(own === null ? [] : [judgeTogether(effort, eventId, [], own)]),
  ]);
  return onceEach(found.flat());
}

/** What is to be mended about them, as of one instant. */
async function judgeTogether(
  effort: Effort,
  eventId: string,
  entries: WaitlistEntryItem[],
  own: RegistrationItem | null,
): Promise<Mend[]> {
  const people = [...peopleOf(entries), ...(own === null ? [] : [own.userId])];
  const first = await readTogether(
    effort,
    people.map((userId) => registrationKey(userId, eventId)),
  );
  const registrationIn = (items: Items, userId: string): RegistrationItem | null => {
    const item = items.get(textOf(registrationKey(userId, eventId)));
    return item === undefined ? null : { ...(item as unknown as RegistrationItem), userId, eventId };
  };
  const placeOf = (one: RegistrationItem) => waitlistEntryKey(eventId, placeMoment(one), one.userId);
  const judge = (entry: WaitlistEntryItem, items: Items, hasEntry: (own: RegistrationItem) => boolean) =>
    judgePlace(entry, (userId) => registrationIn(items, userId), hasEntry);
  const doubtful = entries.filter((entry) => judge(entry, first, () => false).length > 0);
  if (doubtful.length === 0 && own === null) {
    return [];
  }
  const concerned = [...peopleOf(doubtful), ...(own === null ? [] : [own.userId])];
  const seen = await readTogether(effort, [
    ...doubtful.map(keyOf),
    ...concerned.map((userId) => registrationKey(userId, eventId)),
    ...concerned.flatMap((userId) => registrationIn(first, userId) ?? []).map(placeOf),
  ]);
  const isAsBefore = (userId: string) =>
    registrationIn(seen, userId)?.waitlistedAt === registrationIn(first, userId)?.waitlistedAt;
  const hasEntry = (one: RegistrationItem) => !isAsBefore(one.userId) || seen.has(textOf(placeOf(one)));
  const present = own === null ? null : registrationIn(seen, own.userId);
  return [
    ...doubtful.filter((entry) => seen.has(textOf(entry))).flatMap((entry) => judge(entry, seen, hasEntry)),
    ...(present === null ? [] : judgeWaiting(present, hasEntry)),
  ];
}

/** Whose these entries are, by their keys and by their attributes. */
function peopleOf(entries: WaitlistEntryItem[]): string[] {
  return entries.flatMap((entry) => [placeOfKey(entry).userId, entry.userId]);
}

/** Stored items by their keys as text. */
type Items = Map<string, Record<string, unknown>>;

const textOf = (key: Key) => JSON.stringify(keyOf(key));

/** Those of these items that are stored, at one instant. */
async function readTogether(effort: Effort, keys: Key[]): Promise<Items> {
  const different = [...new Map(keys.map((key) => [textOf(key), keyOf(key)])).values()];
  const items = different.length === 0 ? [] : await effort.read((table) => table.getTogether(different));
  return new Map(different.flatMap((key, index) => (items[index] ? [[textOf(key), items[index]]] : [])));
}

function onceEach(mends: Mend[]): Mend[] {
  const about = (mend: Mend) => (mend.kind === 'drop' ? textOf(mend.entry) : mend.own.userId);
  const first = new Map<string, Mend>();
  for (const mend of mends) {
    first.set(about(mend), first.get(about(mend)) ?? mend);
  }
  return [...first.values()];
}

async function countEntries(effort: Effort, eventId: string): Promise<number> {
  let counted = 0;
  for (let start: PageStart = null; ;) {
    const from: PageStart = start;
    const { count, next }: CountedPage = await effort.read((table) => table.countPage(waitlistOfEvent(eventId), from));
    counted += count;
    if (next === null) {
      return counted;
    }
    start = next;
  }
}

function report({ report: log }: Effort, event: EventItem, wrong: Wrong): void {
  const { eventId, waitlistCount: before, waitlistTail: tailBefore } = event;
  const { mends, waitlistCount, waitlistTail } = wrong;
  const isMiscounted = waitlistCount !== before + entriesAdded(mends) || waitlistTail !== tailBefore;
  if (mends.length > 0) {
    log.count('DamagedEntries', mends.length);
  }
  if (isMiscounted) {
    log.count('DamagedCounters');
  }
  log.warn('Mended a damaged queue', { eventId, mended: mends.length, waitlistCountBefore: before, waitlistCount });
}
