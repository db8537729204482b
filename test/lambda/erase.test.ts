import { describe, expect, test } from 'vitest';
import { updateEvent } from '../../domain/event/updateEvent.ts';
import type { UserItem } from '../../domain/item.ts';
import { ENTITY_TYPES, eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { checkIn } from '../../domain/registration/checkIn.ts';
import { createUser } from '../../domain/user/user.ts';
import { ErasingStuck } from '../../lambda/cascade/erase.ts';
import { audit } from './support/audit.ts';
import { Cascades } from './support/cascade.ts';
import { dyingTable } from './support/dyingTable.ts';
import { eraseOn, mark, profile, traces } from './support/erasing.ts';
import { withFaults, withSingleFaults, type Fault } from './support/faults.ts';
import { holdLease, leaveAll, onStage, ticketOf } from './support/lane.ts';
import { at, life, Publisher, record } from './support/stream.ts';
import { virtualStage, type VirtualStage } from './support/virtualStage.ts';
import { BACKEND, fresh, NOW } from './support/world.ts';

const LONG_AGO_MS = 2 * LIMITS.erasingMs;

/** Somebody who has a seat that another waits for, a place before another, and a seat that nobody waits for. */
async function person(stage: VirtualStage) {
  const { world } = stage;
  const people = await world.users(4);
  const [ann = '', bob = '', cid = ''] = people;
  const seat = await world.eventWith(1, [ann, bob, cid]);
  const place = await world.eventWith(1, [bob, ann, cid]);
  const free = await world.eventWith(1, [ann]);
  return { world, people, ann, bob, cid, seat, place, free, events: [seat, place, free] };
}

/** That nothing is left of her, and that whoever waited got what she had. */
async function expectErased(stage: VirtualStage, scene: Awaited<ReturnType<typeof person>>): Promise<void> {
  const { world, people, ann, bob, cid, seat, place, events } = scene;
  expect(await profile(stage, ann)).toBeNull();
  expect(traces(stage, ann)).toEqual([]);
  expect([await world.status(seat, bob), await world.waiting(seat)]).toEqual(['REGISTERED', [cid]]);
  expect([await world.status(place, bob), await world.waiting(place)]).toEqual(['REGISTERED', [cid]]);
  for (const eventId of events) {
    expect(await audit(world, eventId, people)).toEqual([]);
  }
}

describe('erase', () => {
  test('gives up seats, which go to the head of the queue, and places, then deletes the profile', () =>
    onStage(async (stage) => {
      const scene = await person(stage);
      await mark(stage, scene.ann, LONG_AGO_MS);
      await eraseOn(stage, scene.ann);
      await expectErased(stage, scene);
      await eraseOn(stage, scene.ann);
      await expectErased(stage, scene);
    }));

  test('gives up seats at once, and keeps the profile until nothing that was begun before can take effect', () =>
    onStage(async (stage) => {
      const scene = await person(stage);
      const markedMs = stage.nowMs();
      await mark(stage, scene.ann);
      const erasing = eraseOn(stage, scene.ann);
      await stage.pause(LIMITS.erasingMs / 2);
      expect(await scene.world.status(scene.seat, scene.ann)).toBe('NONE');
      expect(await profile(stage, scene.ann)).not.toBeNull();
      await erasing;
      expect(stage.nowMs()).toBeGreaterThanOrEqual(markedMs + LIMITS.erasingMs);
      await expectErased(stage, scene);
    }));

  test('erases nobody who has not asked for it, nor somebody who has signed up again', () =>
    onStage(async (stage) => {
      const { ann, free, world } = await person(stage);
      await eraseOn(stage, ann);
      expect(await world.status(free, ann)).toBe('REGISTERED');
      await mark(stage, ann, LONG_AGO_MS);
      await eraseOn(stage, ann);
      await world.apply(createUser({ userId: ann, name: 'Again' }, NOW));
      expect(await world.register(free, ann)).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      await eraseOn(stage, ann);
      expect(await world.status(free, ann)).toBe('REGISTERED');
    }));

  test('gives up the seat of somebody who has been checked in, also again meanwhile', () =>
    onStage(async (stage) => {
      const scene = await person(stage);
      const scan = () => scene.world.apply([checkIn(scene.ann, scene.seat, NOW, NOW)]);
      await scan();
      await mark(stage, scene.ann, LONG_AGO_MS);
      let scans = 0;
      const atTheDoor = withFaults(stage.table, (_, actions) => {
        const isLeaving = actions.some(({ key }) => key.SK === registrationKey(scene.ann, scene.seat).SK);
        scans += isLeaving ? 1 : 0;
        return isLeaving && scans === 1 ? scan : null;
      });
      await eraseOn(stage, scene.ann, atTheDoor);
      expect(scans).toBeGreaterThan(1);
      await expectErased(stage, scene);
    }));

  test.each([
    [2, true],
    [3, false],
  ])('gives up an only seat that is scanned %i times just before it is: %s', (times, isGivenUp) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const only = await world.eventWith(1, [ann]);
      await mark(stage, ann, LONG_AGO_MS);
      let scans = 0;
      const atTheDoor = withFaults(stage.table, (_, actions) => {
        const isLeaving = actions.some(
          ({ operation, key }) => operation === 'DeleteItem' && key.SK === registrationKey(ann, only).SK,
        );
        scans += isLeaving ? 1 : 0;
        return isLeaving && scans <= times ? () => world.apply([checkIn(ann, only, NOW, NOW)]) : null;
      });
      const invocation = new Cascades(stage).invoke({ operation: 'erase', userId: ann }, { table: atTheDoor });
      await (isGivenUp ? invocation : expect(invocation).rejects.toThrow(ErasingStuck));
      expect(scans).toBe(3);
      expect(await world.status(only, ann)).toBe(isGivenUp ? 'NONE' : 'REGISTERED');
    }),
  );

  test('gives up registrations for events that are cancelled, and deletes those for events that are gone', () =>
    onStage(async (stage) => {
      const { world, ann, bob, seat, place, free } = await person(stage);
      await world.apply(updateEvent(seat, { status: 'CANCELLED' }, BACKEND, NOW));
      await world.apply(updateEvent(place, { status: 'CANCELLED' }, BACKEND, NOW));
      await world.remove(eventKey(free));
      await mark(stage, ann, LONG_AGO_MS);
      await eraseOn(stage, ann);
      expect(traces(stage, ann)).toEqual([]);
      expect(await world.event(seat)).toMatchObject({ currentRegistrations: 0, waitlistCount: 2 });
      expect(await world.event(place)).toMatchObject({ currentRegistrations: 1, waitlistCount: 1 });
      expect(await world.status(seat, bob)).toBe('WAITLISTED');
    }));

  test('takes the person off the events that they have organized', () =>
    onStage(async (stage) => {
      const [olga = '', otto = ''] = await stage.world.users(2);
      const [own, other] = [
        await stage.world.eventWith(1, [], { organizer: olga }),
        await stage.world.eventWith(1, [], { organizer: otto }),
      ];
      const before = await stage.world.event(own);
      await mark(stage, olga, LONG_AGO_MS);
      await eraseOn(stage, olga);
      expect(traces(stage, olga)).toEqual([]);
      const { organizer, ...rest } = before;
      const version = before.version + 1;
      const stamps = { version, editedVersion: version, detailsVersion: version, updatedAt: expect.any(String) };
      expect(await stage.world.event(own)).toEqual({ ...rest, ...stamps });
      expect(await stage.world.event(other)).toMatchObject({ organizer: otto });
    }));

  test('takes the person off all of them, where the index still has a page of those that are another’s by now', () =>
    onStage(async (stage) => {
      const [olga = ''] = await stage.world.users(1);
      const others = await Promise.all(
        Array.from({ length: LIMITS.pageMax }, () => stage.world.eventWith(1, [], { organizer: 'otto' })),
      );
      const own = await stage.world.eventWith(1, [], { organizer: olga });
      await mark(stage, olga, LONG_AGO_MS);
      await new Cascades(stage).run({ operation: 'erase', userId: olga }, { organized: [...others, own] });
      expect(traces(stage, olga)).toEqual([]);
      expect(await stage.world.event(others[0]!)).toMatchObject({ organizer: 'otto', version: 1 });
    }));

  test('takes the person off them also where others write to them', () =>
    onStage(async (stage) => {
      const [olga = ''] = await stage.world.users(1);
      const own = await stage.world.eventWith(1, [], { organizer: olga });
      await mark(stage, olga, LONG_AGO_MS);
      await eraseOn(
        stage,
        olga,
        withFaults(stage.table, (call) => (call === 0 ? 'conflict' : null)),
      );
      expect(traces(stage, olga)).toEqual([]);
      expect((await stage.world.event(own)).organizer).toBeUndefined();
    }));

  test('gives up what can be given up where an event is damaged, and fails', () =>
    onStage(async (stage) => {
      const { world, ann, seat, place, free } = await person(stage);
      const { createdAt: _, ...damaged } = await world.event(seat);
      await world.put(damaged);
      await mark(stage, ann, LONG_AGO_MS);
      await expect(eraseOn(stage, ann)).rejects.toThrow();
      expect(await world.status(place, ann)).toBe('NONE');
      expect(await world.status(free, ann)).toBe('NONE');
      expect(await profile(stage, ann)).not.toBeNull();
    }));

  test('gives up a registration whose attributes are another’s, and leaves theirs alone', () =>
    onStage(async (stage) => {
      const { world, ann, bob, free } = await person(stage);
      const other = await world.eventWith(1, [bob]);
      const its = stage.items().find(({ PK, SK }) => PK === `USER#${bob}` && SK === `EVENT#${other}`);
      await world.put({ ...its!, ...registrationKey(ann, free) });
      await mark(stage, ann, LONG_AGO_MS);
      await eraseOn(stage, ann).catch(() => undefined);
      expect(await world.status(other, bob)).toBe('REGISTERED');
      expect(traces(stage, ann)).toEqual([]);
    }));

  test('gives up all but a place that is not found by its damaged request id, and throws', () =>
    onStage(async (stage) => {
      const { world, ann, seat, place, free } = await person(stage);
      await world.put({ ...(await world.registration(place, ann)), requestId: ['no', 'text'] });
      await mark(stage, ann, LONG_AGO_MS);
      const invocation = new Cascades(stage).invoke({ operation: 'erase', userId: ann });
      await expect(invocation).rejects.toThrow(ErasingStuck);
      expect([await world.status(seat, ann), await world.status(free, ann)]).toEqual(['NONE', 'NONE']);
      expect(await world.status(place, ann)).toBe('WAITLISTED');
      expect(await profile(stage, ann)).not.toBeNull();
    }));

  test('counts as given up what the person has given up at the same moment', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const only = await world.eventWith(1, [ann]);
      await mark(stage, ann, LONG_AGO_MS);
      const meanwhile = withFaults(stage.table, (call) =>
        call === 0 ? async () => void (await world.unregister(only, ann)) : null,
      );
      await eraseOn(stage, ann, meanwhile);
      expect(traces(stage, ann)).toEqual([]);
    }));

  test('lets the line of a head that is being erased go on', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(4);
      const [ann = '', bob = '', cid = '', dan = ''] = people;
      const eventId = await world.eventWith(1, people);
      for (const userId of [bob, cid]) {
        await mark(stage, userId);
      }
      expect(await world.unregister(eventId, ann)).toMatchObject({ value: { promoted: true } });
      expect(await world.status(eventId, bob)).toBe('REGISTERED');
      await Promise.all([bob, cid].map((userId) => eraseOn(stage, userId)));
      expect(await world.status(eventId, dan)).toBe('REGISTERED');
      expect([bob, cid].flatMap((userId) => traces(stage, userId))).toEqual([]);
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test('throws when nothing that is left can be given up', () =>
    onStage(async (stage) => {
      const { ann } = await person(stage);
      await mark(stage, ann, LONG_AGO_MS);
      const busy = withFaults(stage.table, () => 'conflict');
      await expect(eraseOn(stage, ann, busy)).rejects.toThrow(ErasingStuck);
      expect(await profile(stage, ann)).not.toBeNull();
    }));

  test.each(['conflict', 'throttled', 'refused', 'lostBefore', 'lostAfter'] as Fault[])(
    'goes on after every other transaction meets %s',
    (fault) =>
      onStage(async (stage) => {
        const scene = await person(stage);
        await mark(stage, scene.ann, LONG_AGO_MS);
        const faulty = withSingleFaults(
          withFaults(stage.table, (call) => (call % 2 === 0 ? fault : null)),
          ((calls) => () => ((calls += 1) % 5 === 0 ? 'lostAfter' : null))(0),
        );
        await eraseOn(stage, scene.ann, faulty);
        await eraseOn(stage, scene.ann);
        await expectErased(stage, scene);
      }),
  );
});

describe('the table’s stream', () => {
  const profileItem = (more: Partial<UserItem> = {}) => {
    const times = { createdAt: at(0), updatedAt: at(0) };
    return { ...userKey('ann'), entityType: ENTITY_TYPES.user, userId: 'ann', name: 'Ann', ...times, ...more };
  };
  const marked = (updatedMs: number) => profileItem({ erasingAt: at(0), updatedAt: at(updatedMs) });
  const task = { operation: 'erase', userId: 'ann' };

  test.each([
    ['begins it with the mark', [record(profileItem(), marked(0))], [task]],
    [
      'begins it once where somebody calls again and again',
      life(profileItem(), marked(0), marked(1), marked(2)),
      [task],
    ],
    ['begins it anew where somebody calls long after', [record(marked(0), marked(6 * 60_000))], [task]],
    ['does nothing about other changes of people', life(null, profileItem(), profileItem({ name: 'Bea' }), null), []],
  ])('%s', async (_, records, tasks) => {
    const publisher = new Publisher();
    expect(await publisher.invoke(records)).toEqual({ batchItemFailures: [] });
    expect(publisher.tasks).toEqual(tasks);
    expect(publisher.published).toEqual([]);
    expect(JSON.stringify(publisher.logged)).not.toContain('ann');
  });

  test('brings the record again where it cannot be begun', async () => {
    const publisher = new Publisher();
    publisher.startCascade = () => Promise.reject(new Error('no answer'));
    expect((await publisher.invoke([record(profileItem(), marked(0))])).batchItemFailures).toHaveLength(1);
    expect(JSON.stringify(publisher.warnings)).not.toContain('ann');
  });
});

describe('two who erase the same person', () => {
  test('at once give everything up once', () =>
    onStage(async (stage) => {
      const scene = await person(stage);
      await mark(stage, scene.ann, LONG_AGO_MS);
      await Promise.all([eraseOn(stage, scene.ann), eraseOn(stage, scene.ann)]);
      await expectErased(stage, scene);
    }));

  test('one after the other do so wherever the first one dies', async () => {
    for (let call = 0; call < 1000; call += 3) {
      const stage = virtualStage();
      const isOver = await stage.run(async () => {
        const scene = await person(stage);
        await mark(stage, scene.ann, LONG_AGO_MS);
        const mortal = dyingTable(stage.table, call, call % 2 === 0);
        const hasEnded = await Promise.race([
          eraseOn(stage, scene.ann, mortal).then(() => true),
          stage.pause(30_000).then(() => false),
        ]);
        await eraseOn(stage, scene.ann);
        await expectErased(stage, scene);
        return hasEnded;
      });
      if (isOver) {
        expect(call).toBeGreaterThan(20);
        return;
      }
    }
    throw new Error('The first one never ended');
  });
});

describe('a ticket that waits in a lane when the mark is made', () => {
  /** Left just before the mark, and served so long after it. */
  const served = (stage: VirtualStage, markedMsAgo: number) =>
    (async () => {
      const { world } = stage;
      const [ann = '', other = ''] = await world.users(2);
      const eventId = await world.eventWith(2, []);
      await holdLease(stage, eventId, LIMITS.deadlineMs - 2000);
      await leaveAll(stage, [ticketOf(stage, eventId, ann, 0, LIMITS.deadlineMs)]);
      await mark(stage, ann, markedMsAgo);
      const erasing = eraseOn(stage, ann);
      await stage.pause(LIMITS.deadlineMs - 1000);
      await world.register(eventId, other);
      const status = await world.status(eventId, ann);
      await erasing;
      return { status, left: traces(stage, ann), audit: await audit(world, eventId, [ann, other]) };
    })();

  test('and is served after it, takes no effect after the sweep', () =>
    onStage(async (stage) => {
      expect(await served(stage, 0)).toEqual({ status: 'REGISTERED', left: [], audit: [] });
    }));

  test('negative control: would, if the sweep did not wait', () =>
    onStage(async (stage) => {
      const { left } = await served(stage, LIMITS.erasingMs);
      expect(left).toHaveLength(1);
      expect(left[0]).toContain('REGISTERED');
    }));
});

describe('registerForEvent after the mark', () => {
  test.each([false, true])('is UserNotFound, and leaves no ticket; isRepeat: %s', (isRepeat) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      await mark(stage, ann);
      const answer = await world.register(eventId, ann, { isRepeat }, fresh('request'));
      expect(answer).toMatchObject({ failure: { errorType: 'UserNotFound' } });
      expect(stage.tickets()).toEqual([]);
      expect(await world.status(eventId, ann)).toBe('NONE');
    }),
  );

  test('is UserNotFound where a ticket of before it was refused', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const asking = ticketOf(stage, eventId, ann);
      await leaveAll(stage, [asking]);
      await holdLease(stage, eventId, 2000);
      const registering = world.register(eventId, ann, { ticket: { asking, isLeft: true } }, asking.requestId);
      await stage.pause(500);
      await mark(stage, ann);
      const [ticket] = stage.tickets();
      await world.put({ ...ticket, state: 'REFUSED', decidedAt: NOW });
      expect(await registering).toMatchObject({ failure: { errorType: 'UserNotFound' } });
      expect(stage.tickets()).toEqual([]);
    }));
});
