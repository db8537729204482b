import { registrationKey, waitlistEntryKey, type Key } from '../../../domain/keys.ts';
import type { RuleName } from '../../../lambda/audit/rule/rules.ts';
import { changed, EARLIER, entryOf, firstOf, loseMoment, queueOf, type Plant } from './plant.ts';

/** What `--repair` repairs in queues and numbers, in which operations of the API meet it first. */
export const MET: Record<string, Plant> = {
  async 'an entry of nobody at the head that no number counts'(world) {
    const { event } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, 'nobody', EARLIER);
    await world.put(entry);
    return [
      ['event.waitlistCount', event],
      ['queue.joinedPosition', event],
      ['entry.withoutRegistration', entry],
    ];
  },
  async 'three entries of nobody at the head that no number counts'(world) {
    const { event } = await queueOf(world, 1);
    const moments = ['2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z', '2020-01-03T00:00:00.000Z'];
    const entries = moments.map((waitlistedAt) => entryOf(event.eventId, 'nobody', waitlistedAt));
    for (const entry of entries) {
      await world.put(entry);
    }
    return [
      ['event.waitlistCount', event],
      ['queue.joinedPosition', event],
      ...entries.map((entry): [RuleName, Key] => ['entry.withoutRegistration', entry]),
    ];
  },
  async 'an entry of nobody at the head'(world) {
    const { event } = await queueOf(world, 2);
    const entry = entryOf(event.eventId, 'nobody', EARLIER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 3, waitlistJoins: 3 });
    return [
      ['queue.joinedPosition', event],
      ['entry.withoutRegistration', entry],
    ];
  },
  async 'a place of somebody who has a seat at the head'(world) {
    const { event, seated } = await queueOf(world, 1);
    const entry = entryOf(event.eventId, seated, EARLIER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 2, waitlistJoins: 2 });
    return [
      ['queue.joinedPosition', event],
      ['entry.ofRegistered', entry],
    ];
  },
  async 'an earlier second place of somebody who waits'(world) {
    const { event, entries } = await queueOf(world, 2);
    const entry = entryOf(event.eventId, firstOf(entries).userId, EARLIER);
    await world.put(entry);
    await changed(world, event, { waitlistCount: 3, waitlistJoins: 3 });
    return [
      ['queue.joinedPosition', event],
      ['entry.second', entry],
    ];
  },
  async 'a number of waiting people although nobody waits'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { waitlistCount: 1 });
    return [['event.waitlistCount', event]];
  },
  async 'fewer people counted than wait'(world) {
    const { event } = await queueOf(world, 3);
    await changed(world, event, { waitlistCount: 1 });
    return [['event.waitlistCount', event]];
  },
  async 'people who wait and whom no number counts'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { waitlistCount: 0 });
    return [['event.waitlistCount', event]];
  },
  async 'a waitlistCount below 0'(world) {
    const { event } = await queueOf(world, 2);
    await changed(world, event, { waitlistCount: -1 });
    return [['event.waitlistCount', event]];
  },
  async 'currentRegistrations below 0'(world) {
    const { event } = await queueOf(world, 0);
    await changed(world, event, { currentRegistrations: -1 });
    return [['event.registrationCount', event]];
  },
  async 'a head under the key of somebody else'(world) {
    const { event, entries } = await queueOf(world, 2);
    const head = firstOf(entries);
    const foreign = { ...head, ...waitlistEntryKey(event.eventId, head.waitlistedAt, 'somebody-else') };
    await world.remove(head);
    await world.put(foreign);
    return [
      ['entry.misplaced', foreign],
      ['entry.withoutRegistration', foreign],
      ['registration.withoutEntry', registrationKey(head.userId, event.eventId)],
    ];
  },
  async 'a head under the key of another moment'(world) {
    const { event, entries } = await queueOf(world, 2);
    const head = firstOf(entries);
    const foreign = { ...head, ...waitlistEntryKey(event.eventId, EARLIER, head.userId) };
    await world.remove(head);
    await world.put(foreign);
    return [
      ['entry.misplaced', foreign],
      ['entry.otherMoment', foreign],
    ];
  },
  async 'a head whose registration has lost its moment'(world) {
    const { event, entries } = await queueOf(world, 2);
    const head = firstOf(entries);
    await loseMoment(world, event.eventId, head.userId);
    return [['entry.otherMoment', head]];
  },
  async 'the last of the queue without a moment'(world) {
    const { event, entries } = await queueOf(world, 2);
    const last = firstOf(entries.slice(-1));
    await loseMoment(world, event.eventId, last.userId);
    return [['entry.otherMoment', last]];
  },
  async 'a head that names somebody else'(world) {
    const { entries } = await queueOf(world, 2);
    const head = firstOf(entries);
    await world.put({ ...head, userId: 'somebody-else' });
    return [['entry.misplaced', head]];
  },
};
