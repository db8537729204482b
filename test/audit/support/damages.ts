import {
  cancellationKey,
  detailsKey,
  ENTITY_TYPES,
  leaseKey,
  leaverPageKey,
  registrationKey,
  userKey,
  type Key,
} from '../../../domain/keys.ts';
import type { UserItem } from '../../../domain/item.ts';
import { keyText } from '../../../lambda/audit/rule/keyText.ts';
import type { RuleName } from '../../../lambda/audit/rule/rules.ts';
import { NOW, fresh, type World } from '../../lambda/support/world.ts';
import { SWEPT } from './laneDamages.ts';
import {
  changed,
  EARLIER,
  entryOf,
  LATER,
  loseMoment,
  pageOf,
  queueOf,
  queueWithLeaver,
  registrationOf,
  TIMES,
  type Damage,
  type Plant,
} from './plant.ts';
import { MET } from './queueDamages.ts';
import { ODD_VALUES, UNKNOWN_VALUES } from './valueDamages.ts';

/** Plants every kind of damage, each in an event of its own. */
export async function plantAll(world: World): Promise<Damage[]> {
  const damages: Damage[] = [];
  for (const [name, plant] of Object.entries(PLANTS)) {
    damages.push({ name, rules: await plant(world) });
  }
  return damages;
}

/** What `--repair` repairs, and operations do not meet, or not at first. */
const UNMET: Record<string, Plant> = {
  async 'joins forgotten'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { waitlistJoins: 1 });
    return [['queue.joinedDepartures', event]];
  },
  async 'a place that moved up although nobody left'(world) {
    const { event, entries } = await queueOf(world, 2);
    await world.put({ ...entries[1], joinedPosition: 3 });
    return [['queue.joinedDepartures', event]];
  },
  async 'somebody who has left and is on no page'(world) {
    const { event, page } = await queueWithLeaver(world);
    await world.put({ ...page, left: 0, w00: 0 });
    return [['queue.leavers', event]];
  },
  async 'somebody who waits and is on a page of those who have left'(world) {
    const { event, page } = await queueWithLeaver(world);
    await world.put({ ...page, left: 2, w00: 3 });
    return [['queue.leavers', event]];
  },
  async 'somebody on a page who never joined'(world) {
    const { event, page } = await queueWithLeaver(world);
    await world.put({ ...page, ...leaverPageKey(event.eventId, event.createdAt, 1), page: 1, left: 1, w00: 1 });
    return [['queue.leavers', event]];
  },
  async 'somebody who has left with nobody noting it'(world) {
    const { event } = await queueWithLeaver(world);
    await changed(world, event, { waitlistNoted: undefined });
    return [['queue.leaversUnknown', event]];
  },
  async 'a queue that no number orders, of which all who have left are noted'(world) {
    const { event, entries } = await queueOf(world, 3);
    await world.put({ ...entries[2], joinedDepartures: undefined });
    return [['queue.leavers', event]];
  },
  async 'currentRegistrations too low'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { currentRegistrations: 0 });
    return [['event.registrationCount', event]];
  },
  async 'waitlistCount too high'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { waitlistCount: 5 });
    return [['event.waitlistCount', event]];
  },
  async 'waitlistTail forgotten'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { waitlistTail: '' });
    return [['event.waitlistTail', event]];
  },
  async 'a free seat beside waiting people'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { capacity: 2 });
    return [['event.freeSeat', event]];
  },
  async 'an entry of somebody without registration'(world) {
    const { event } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, 'nobody', LATER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 2, waitlistJoins: 2, waitlistTail: LATER });
    return [['entry.withoutRegistration', entry]];
  },
  async 'an entry of nobody in the far future'(world) {
    const { event } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, 'nobody', LATER);
    await world.put(entry);
    return [
      ['event.waitlistCount', event],
      ['event.waitlistTail', event],
      ['entry.withoutRegistration', entry],
    ];
  },
  async 'a place of somebody who has a seat'(world) {
    const { event, seated } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, seated, LATER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 2, waitlistJoins: 2, waitlistTail: LATER });
    return [['entry.ofRegistered', entry]];
  },
  async 'two places of the same person'(world) {
    const { event, entries } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, entries[0]?.userId ?? '', LATER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 2, waitlistJoins: 2, waitlistTail: LATER });
    return [['entry.second', entry]];
  },
  async 'a registration of another moment than its entry'(world) {
    const { event, entries } = await queueOf(world, 2);
    const [, entry] = entries;
    if (entry === undefined) {
      throw new Error('nobody waits');
    }
    await world.put({ ...(await world.registration(event.eventId, entry.userId)), waitlistedAt: LATER });
    return [['entry.otherMoment', entry]];
  },
  async 'wrong counters, a place of nobody at the head and a free seat all at once'(world) {
    const { event } = await queueOf(world, 2);
    const entry = entryOf(event.eventId, 'nobody', '2020-01-01T00:00:00.000Z');
    await world.put(entry);
    await changed(world, event, { capacity: 2, currentRegistrations: 2, waitlistCount: 0 });
    const queue = await world.queue(event.eventId);
    for (const [index, one] of queue.entries()) {
      await world.put({ ...one, joinedPosition: index + 1 });
    }
    return [
      ['event.registrationCount', event],
      ['event.waitlistCount', event],
      ['entry.withoutRegistration', entry],
    ];
  },
};

/** What `--repair` repairs. */
export const REPAIRABLE: Record<string, Plant> = { ...UNMET, ...MET, ...ODD_VALUES };

const TWO_DAYS_AGO = () => new Date(Date.now() - 48 * 3600_000).toISOString();

/** What only a person can decide. */
const UNREPAIRABLE: Record<string, Plant> = {
  ...UNKNOWN_VALUES,
  async 'somebody whose deletion was asked for two days ago'(world) {
    const [userId = ''] = await world.users(1);
    const user = (await world.table.get<UserItem>(userKey(userId))) as UserItem;
    await world.put({ ...user, erasingAt: TWO_DAYS_AGO() });
    return [['user.notErased', user]];
  },
  async 'a cancelled event whose deletion was asked for two days ago'(world) {
    const { event } = await queueOf(world, 0);
    const asked = { status: 'CANCELLED' as const, deletionRequestedAt: TWO_DAYS_AGO() };
    await changed(world, event, { cancelledAt: TWO_DAYS_AGO(), ...asked });
    return [
      ['event.notCleared', event],
      ['event.notTold', event],
    ];
  },
  async 'an event that was cancelled two days ago, whose people nobody tells'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { status: 'CANCELLED', cancelledAt: TWO_DAYS_AGO() });
    return [['event.notTold', event]];
  },
  async 'the same where an event that had the id before was told about'(world) {
    const { event } = await queueOf(world, 0);
    const { eventId } = event;
    await changed(world, event, { status: 'CANCELLED', cancelledAt: TWO_DAYS_AGO() });
    const times = { event: EARLIER, cancelledAt: EARLIER, startedAt: EARLIER, completedAt: EARLIER };
    const progress = { entityType: ENTITY_TYPES.cancellation, eventId, ...times, total: 1, told: 1 };
    await world.put({ ...cancellationKey(eventId), ...progress });
    return [['event.notTold', event]];
  },
  async 'telling that has not come to its end in two days'(world) {
    const { event } = await queueOf(world, 0);
    const { eventId, createdAt } = event;
    await changed(world, event, { status: 'CANCELLED', cancelledAt: TWO_DAYS_AGO() });
    const times = { cancelledAt: TWO_DAYS_AGO(), startedAt: TWO_DAYS_AGO() };
    const progress = { entityType: ENTITY_TYPES.cancellation, eventId, event: createdAt, ...times, total: 2, told: 1 };
    const item = { ...cancellationKey(eventId), ...progress };
    await world.put(item);
    return [['cancellation.notCompleted', item]];
  },
  async 'an item in the lanes that is neither ticket nor lease'(world) {
    const item = { ...leaseKey(fresh('event')), entityType: 'Alien' };
    await world.put(item);
    return [['lane.unknown', item]];
  },
  async 'an item that nobody knows'(world) {
    const item = { ...userKey(fresh('alien')), entityType: 'Alien' };
    await world.put(item);
    return [['item.unknown', item]];
  },
  async 'a capacity written as text'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { capacity: '7' });
    return [['item.malformed', event]];
  },
  async 'an event that ends before it begins'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { endsAt: '2001-01-01T00:00:00.000Z' });
    return [['event.times', event]];
  },
  async 'an event that closes as it opens'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { opensAt: LATER, closesAt: LATER });
    return [['event.times', event]];
  },
  async 'an opening in words'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { opensAt: 'tomorrow' });
    return [['item.malformed', event]];
  },
  async 'a DRAFT among the public events'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { status: 'DRAFT' });
    return [['item.malformed', event]];
  },
  async 'a live event among those that were never public'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { listing: 'DRAFT' });
    return [['item.malformed', event]];
  },
  async 'a registration under the key of another person'(world) {
    const { event } = await queueOf(world, 0);
    const [userId = ''] = await world.users(1);
    const item = { ...registrationOf(event.eventId, userId), userId: 'somebody-else' };
    await world.put(item);
    await changed(world, event, { currentRegistrations: 2, capacity: 2 });
    return [['item.malformed', item]];
  },
  async 'somebody who waits and has come'(world) {
    const { event, entries } = await queueOf(world, 1);
    const item = { ...(await world.registration(event.eventId, entries[0]?.userId ?? '')), checkedInAt: NOW };
    await world.put(item);
    return [['item.malformed', item as Key]];
  },
  async 'somebody who waits and was let in'(world) {
    const { event, entries } = await queueOf(world, 1);
    const own = await world.registration(event.eventId, entries[0]?.userId ?? '');
    const item = { ...own, admissionReason: 'Speaks', admittedBy: 'olga' };
    await world.put(item);
    return [['item.malformed', item as Key]];
  },
  async 'more registered than seats'(world) {
    const event = await world.event(await world.eventWith(3, await world.users(6)));
    await changed(world, event, { capacity: 1 });
    return [['event.oversold', event]];
  },
  async 'the last promoted before the first'(world) {
    const { event, entries } = await queueOf(world, 2);
    const [, last] = entries;
    if (last === undefined) {
      throw new Error('nobody waits');
    }
    const registration = await world.registration(event.eventId, last.userId);
    await world.put({ ...registration, registrationStatus: 'REGISTERED', registeredAt: NOW, promotedAt: NOW });
    await world.remove(last);
    await changed(world, event, { capacity: 2, currentRegistrations: 2, waitlistCount: 1, waitlistNoted: 1 });
    await world.put({ ...pageOf(event.eventId, event.createdAt), w00: 2 });
    return [['event.overtaken', event]];
  },
  async 'two people at the same moment'(world) {
    const { event, entries } = await queueOf(world, 2);
    const [first, second] = entries;
    if (first === undefined || second === undefined) {
      throw new Error('nobody waits');
    }
    await world.remove(second);
    await world.put(entryOf(event.eventId, second.userId, first.waitlistedAt));
    await world.put({ ...(await world.registration(event.eventId, second.userId)), waitlistedAt: first.waitlistedAt });
    return [['queue.sameMoment', event]];
  },
  async 'a second place that says first'(world) {
    const { event, entries } = await queueOf(world, 2);
    await world.put({ ...entries[1], joinedPosition: 1 });
    return [['queue.joinedPosition', event]];
  },
  async 'an entry of a missing event'(world) {
    const [userId = ''] = await world.users(1);
    const entry = entryOf(fresh('ghost'), userId, LATER);
    await world.put(entry);
    return [['entry.withoutEvent', entry]];
  },
  async 'a registration for a missing event'(world) {
    const [userId = ''] = await world.users(1);
    const registration = registrationOf(fresh('ghost'), userId);
    await world.put(registration);
    return [['registration.withoutEvent', registration]];
  },
  async 'a registration of a missing user'(world) {
    const { event, seated } = await queueOf(world, 0);
    await world.remove(userKey(seated));
    return [['registration.withoutUser', registrationKey(seated, event.eventId)]];
  },
  async 'somebody who waits without a place'(world) {
    const { event, entries } = await queueOf(world, 2);
    const [entry] = entries;
    if (entry === undefined) {
      throw new Error('nobody waits');
    }
    await world.remove(entry);
    await changed(world, event, { waitlistCount: 1 });
    return [['registration.withoutEntry', registrationKey(entry.userId, event.eventId)]];
  },
  async 'somebody who waits without a place and without a moment'(world) {
    const { event, entries } = await queueOf(world, 2);
    const [, last] = entries;
    if (last === undefined) {
      throw new Error('nobody waits');
    }
    await world.remove(last);
    await loseMoment(world, event.eventId, last.userId);
    await changed(world, event, { waitlistCount: 1 });
    return [['registration.withoutEntry', registrationKey(last.userId, event.eventId)]];
  },
  async 'what a deleted event leaves beside an event'(world) {
    const { event } = await queueOf(world, 1);
    const { eventId } = event;
    const left = { ...detailsKey(eventId), entityType: ENTITY_TYPES.deletedEvent, eventId, deletedAt: NOW };
    await world.put(left);
    return [['deletedEvent.withEvent', left]];
  },
  async 'the description of a missing event'(world) {
    const eventId = fresh('ghost');
    const details = { ...detailsKey(eventId), ...TIMES, entityType: ENTITY_TYPES.details, eventId, description: 'D' };
    await world.put(details);
    return [['details.withoutEvent', details]];
  },
  async 'how far telling has come of a missing event'(world) {
    const eventId = fresh('ghost');
    const progress = { eventId, event: NOW, cancelledAt: NOW, startedAt: NOW, total: 1, told: 1, completedAt: NOW };
    const left = { ...cancellationKey(eventId), ...progress, entityType: ENTITY_TYPES.cancellation };
    await world.put(left);
    return [['cancellation.withoutEvent', left]];
  },
  async 'a page of those who have left the queue of a missing event'(world) {
    const page = pageOf(fresh('ghost'), NOW);
    await world.put(page);
    return [['leavers.withoutEvent', page]];
  },
  async 'a page of those who have left the queue of an event that had the id before'(world) {
    const { event } = await queueOf(world, 2);
    const page = pageOf(event.eventId, EARLIER);
    await world.put(page);
    return [['leavers.withoutEvent', page]];
  },
  async 'a page of leavers that counts others than it has'(world) {
    const page = { ...pageOf(fresh('ghost'), NOW), left: 2 };
    await world.put(page);
    return [['item.malformed', page]];
  },
};

/** All, each in an event of its own. */
export const PLANTS: Record<string, Plant> = { ...REPAIRABLE, ...SWEPT, ...UNREPAIRABLE };

/** A damage's findings, as `sweep` and the audit print them, without what was found. */
export function textOf([rule, key]: [RuleName, Key]): string {
  return `${rule}: ${keyText(key)}`;
}
