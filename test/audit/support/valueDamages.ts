import type { EventItem } from '../../../domain/item.ts';
import { registrationKey, type Key } from '../../../domain/keys.ts';
import type { RuleName } from '../../../lambda/audit/rule/rules.ts';
import type { World } from '../../lambda/support/world.ts';
import { changed, EARLIER, entryOf, firstOf, LATER, queueOf, queueWithLeaver, type Plant } from './plant.ts';

/** Two wait; the event has these attributes, and lacks those that are undefined. */
const eventWith =
  (change: Partial<Record<keyof EventItem, unknown>>, ...rules: RuleName[]): Plant =>
  async (world) => {
    const { event } = await queueOf(world, 2);
    await putWithout(world, { ...event, ...change });
    return rules.map((rule) => [rule, event]);
  };

async function putWithout(world: World, item: object): Promise<void> {
  await world.put(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));
}

/** Values that nobody can count with, or join behind, which `--repair` counts anew. */
export const ODD_VALUES: Record<string, Plant> = {
  'a tail at the end of all times': eventWith({ waitlistTail: '9999-12-31T23:59:59.999Z' }, 'event.waitlistTail'),
  'a tail that is no time': eventWith({ waitlistTail: '2999-02-30T00:00:00.000Z' }, 'event.waitlistTail'),
  'no tail': eventWith({ waitlistTail: undefined }, 'event.waitlistTail'),
  'a tail later than anybody can have joined': eventWith({ waitlistTail: LATER }, 'event.waitlistTail'),
  'no waitlistCount': eventWith({ waitlistCount: undefined }, 'event.waitlistCount'),
  'a waitlistCount that is text': eventWith({ waitlistCount: '2' }, 'event.waitlistCount'),
  'half a waiting person': eventWith({ waitlistCount: 1.5 }, 'event.waitlistCount'),
  'no currentRegistrations': eventWith({ currentRegistrations: undefined }, 'event.registrationCount'),
  'currentRegistrations that are text': eventWith({ currentRegistrations: '1' }, 'event.registrationCount'),
  'half a registration': eventWith({ currentRegistrations: 0.5 }, 'event.registrationCount'),
  'waitlistJoins that are text': eventWith({ waitlistJoins: 'x' }, 'queue.joinedDepartures'),
  'waitlistNoted that is text': eventWith({ waitlistNoted: 'x' }, 'queue.leaversUnknown'),
  async 'forty entries of nobody at the head'(world) {
    const { event } = await queueOf(world, 2);
    const dead = Array.from({ length: 40 }, (_, nth) => entryOf(event.eventId, `nobody-${nth}`, EARLIER));
    for (const entry of dead) {
      await world.put(entry);
    }
    await changed(world, event, { waitlistCount: 42, waitlistJoins: 42 });
    return [
      ['queue.sameMoment', event],
      ['queue.joinedPosition', event],
      ...dead.map((entry): [RuleName, Key] => ['entry.withoutRegistration', entry]),
    ];
  },
};

/** The same, which only a person can set right. */
export const UNKNOWN_VALUES: Record<string, Plant> = {
  'no capacity': eventWith({ capacity: undefined }, 'item.malformed'),
  'a capacity that is text': eventWith({ capacity: '1' }, 'item.malformed'),
  'half a seat': eventWith({ capacity: 1.5 }, 'item.malformed'),
  async 'a seat that has lost its status'(world) {
    const { event, seated } = await queueOf(world, 2);
    await putWithout(world, { ...(await world.registration(event.eventId, seated)), registrationStatus: undefined });
    return [['item.malformed', registrationKey(seated, event.eventId)]];
  },
};

/** What is malformed and mended all the same, where operations meet it, or `--repair` a place of it. */
export const MENDED_VALUES: Record<string, Plant> = {
  async 'a sort key of no form in the queue'(world) {
    const { event, entries } = await queueOf(world, 2);
    const odd = { ...firstOf(entries), SK: 'WAITLIST#!' };
    await world.put(odd);
    return [
      ['event.waitlistCount', event],
      ['queue.joinedPosition', event],
      ['item.malformed', odd],
      ['entry.misplaced', odd],
      ['entry.withoutRegistration', odd],
    ];
  },
  async 'a page of leavers that has text for a number'(world) {
    const { event, page } = await queueWithLeaver(world);
    await world.put({ ...page, left: 'x' });
    return [
      ['item.malformed', page],
      ['queue.leavers', event],
    ];
  },
  async 'a head that has lost its status'(world) {
    const { event, entries } = await queueOf(world, 2);
    const head = firstOf(entries);
    await world.put({ ...(await world.registration(event.eventId, head.userId)), registrationStatus: 'waiting' });
    return [
      ['item.malformed', registrationKey(head.userId, event.eventId)],
      ['entry.ofRegistered', head],
    ];
  },
};
