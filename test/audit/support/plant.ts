import type { EventItem, LeaverPageItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, leaverPageKey, registrationKey, waitlistEntryKey, type Key } from '../../../domain/keys.ts';
import type { RuleName } from '../../../lambda/audit/rule/rules.ts';
import { NOW, type World } from '../../lambda/support/world.ts';

/**
 * A damage, done to the table past all rules. `rules` are all that it breaks, each with the key that is to be named.
 */
export interface Damage {
  name: string;
  rules: [RuleName, Key][];
}

/** Does a damage to an event of its own; what it breaks. */
export type Plant = (world: World) => Promise<Damage['rules']>;

export const LATER = '2090-01-01T00:00:00.000Z';
export const EARLIER = '2020-01-01T00:00:00.000Z';
export const TIMES = { createdAt: NOW, updatedAt: NOW };

/** An event with one seat, taken by the first, and the others waiting in order. */
export async function queueOf(
  world: World,
  length: number,
): Promise<{ event: EventItem; entries: WaitlistEntryItem[]; seated: string }> {
  const people = await world.users(length + 1);
  const eventId = await world.eventWith(1, people);
  return { event: await world.event(eventId), entries: await world.queue(eventId), seated: people[0] ?? '' };
}

/** The first page of an event's leavers, with the first who has joined. */
export const pageOf = (eventId: string, event: string): LeaverPageItem => ({
  ...leaverPageKey(eventId, event, 0),
  entityType: ENTITY_TYPES.leaverPage,
  eventId,
  event,
  page: 0,
  left: 1,
  w00: 1,
});

/** An event whose queue the second of four has left, and the page that says so. */
export async function queueWithLeaver(world: World): Promise<{ event: EventItem; page: LeaverPageItem }> {
  const { event, entries } = await queueOf(world, 4);
  const { eventId, createdAt } = event;
  await world.unregister(eventId, entries[1]?.userId ?? '');
  const page = await world.table.get<LeaverPageItem>(leaverPageKey(eventId, createdAt, 0));
  return { event: await world.event(eventId), page: page! };
}

export async function changed(
  world: World,
  event: EventItem,
  change: Partial<Record<keyof EventItem, unknown>>,
): Promise<void> {
  await world.put({ ...event, ...change });
}

export const entryOf = (eventId: string, userId: string, waitlistedAt: string, joinedPosition = 9) => ({
  ...waitlistEntryKey(eventId, waitlistedAt, userId),
  ...TIMES,
  entityType: ENTITY_TYPES.waitlistEntry,
  userId,
  eventId,
  waitlistedAt,
  joinedPosition,
});

/** The first of the queue, who is somebody. */
export function firstOf([entry]: WaitlistEntryItem[]): WaitlistEntryItem {
  if (entry === undefined) {
    throw new Error('nobody waits');
  }
  return entry;
}

export const registrationOf = (eventId: string, userId: string): RegistrationItem => ({
  ...registrationKey(userId, eventId),
  ...TIMES,
  entityType: ENTITY_TYPES.registration,
  userId,
  eventId,
  requestId: 'r',
  registrationStatus: 'REGISTERED',
  registeredAt: NOW,
});

/** Takes `waitlistedAt` from somebody's registration. */
export async function loseMoment(world: World, eventId: string, userId: string): Promise<void> {
  const stored = Object.entries((await world.registration(eventId, userId)) ?? {});
  await world.put(Object.fromEntries(stored.filter(([name]) => name !== 'waitlistedAt')));
}
