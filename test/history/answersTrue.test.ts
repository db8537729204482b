import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item, Written } from 'dynamodb-contention';
import { describe, expect, test } from 'vitest';
import { newEventAttributes } from '../../domain/event/createEvent.ts';
import {
  ENTITY_TYPES,
  eventKey,
  keyOf,
  registrationKey,
  userKey,
  waitlistEntryKey,
  type Key,
} from '../../domain/keys.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { untrueAnswers } from './crowd/answersTrue.ts';
import { EventRecord } from './crowd/eventRecord.ts';
import { History } from './history.ts';
import { failed, type ModelAnswer } from './model/answer.ts';
import { UNLIMITED, type Operation } from './model/operation.ts';
import { leave, look, register } from './scenarios/director.ts';
import { idsOf } from './stage/perform.ts';

const TABLE: Written['table'] = { name: 'T', arn: 'T', keys: [], indexes: [] };
const ids = idsOf('e');
const KEY = eventKey('e');
const LOOK_AT_EVENT: Operation = { name: 'getEvent', as: 'admin' };
const LOOK_FROM_OUTSIDE: Operation = { name: 'getPublicEvent' };
const NEW = {
  eventId: 'e',
  title: '',
  description: null,
  date: '',
  location: null,
  capacity: 1,
  organizer: 'olga',
  waitlistEnabled: true,
};
const EVENT: StoredItem = { ...KEY, ...newEventAttributes({ ...NEW, status: 'OPEN' }, '') };

/** A table whose commits are recorded, and calls answered at once or while something else happens. */
class World {
  readonly history = new History();
  readonly #record = new EventRecord(this.history);
  readonly #items = new Map<string, StoredItem>();

  constructor(...people: string[]) {
    people.forEach((userId) =>
      this.write({ ...userKey(ids.userId(userId)), entityType: ENTITY_TYPES.user, userId: ids.userId(userId) }),
    );
    this.write(EVENT);
  }

  write(...changes: (Key | StoredItem)[]): void {
    this.request(...changes)();
  }

  /**
   * As `write`, but the database has not said yet that it is done.
   * @returns says it
   */
  request(...changes: (Key | StoredItem)[]): () => void {
    const carriedOut = this.#record.onWrite();
    const written = changes.map((change) => {
      const id = `${change.PK} ${change.SK}`;
      const before = this.#items.get(id);
      if ('entityType' in change) {
        this.#items.set(id, change);
      } else {
        this.#items.delete(id);
      }
      return {
        id,
        table: TABLE,
        key: toItem({ PK: change.PK, SK: change.SK }),
        before: before === undefined ? null : toItem(before),
      };
    });
    return () => carriedOut(written);
  }

  /** The event with its counters, and both versions one higher if its waitlist changes. */
  event(change: object): StoredItem {
    const stored = this.#items.get(`${KEY.PK} ${KEY.SK}`) as StoredItem & { version: number; waitlistVersion: number };
    const waitlistVersion = stored.waitlistVersion + ('waitlistCount' in change ? 1 : 0);
    return { ...stored, version: stored.version + 1, waitlistVersion, ...change };
  }

  seat(userId: string): void {
    this.write(registration(userId, { registrationStatus: 'REGISTERED' }), this.event({ currentRegistrations: 1 }));
  }

  join(userId: string, joinedPosition: number): void {
    const waiting = { waitlistedAt: `0${joinedPosition}`, joinedPosition };
    const entry = {
      ...entryKey(userId, joinedPosition),
      entityType: ENTITY_TYPES.waitlistEntry,
      userId: ids.userId(userId),
      ...waiting,
    };
    this.write(
      registration(userId, { registrationStatus: 'WAITLISTED', ...waiting }),
      entry,
      this.event({ waitlistCount: joinedPosition }),
    );
  }

  /** These join in one transaction, one after another, the first at this position. */
  joinTogether(userIds: string[], first: number): void {
    const changes = userIds.flatMap((userId, index) => {
      const waiting = { waitlistedAt: `0${first + index}`, joinedPosition: first + index };
      return [
        registration(userId, { registrationStatus: 'WAITLISTED', ...waiting }),
        {
          ...entryKey(userId, first + index),
          entityType: ENTITY_TYPES.waitlistEntry,
          userId: ids.userId(userId),
          ...waiting,
        },
      ];
    });
    this.write(...changes, this.event({ waitlistCount: first + userIds.length - 1 }));
  }

  quit(userId: string, joinedPosition: number, waitlistCount: number): void {
    this.requestToQuit(userId, joinedPosition, waitlistCount)();
  }

  requestToQuit(userId: string, joinedPosition: number, waitlistCount: number): () => void {
    return this.request(
      registrationKey(ids.userId(userId), 'e'),
      entryKey(userId, joinedPosition),
      this.event({ waitlistCount }),
    );
  }

  async call(operation: Operation, answer: ModelAnswer, meanwhile: () => void = () => undefined): Promise<void> {
    const value = 'value' in answer ? (answer.value as { registrationId?: string } | null) : null;
    await this.history.record(0, operation, async () => {
      meanwhile();
      return { kind: 'answered', answer, registrationId: value?.registrationId };
    });
  }

  untrue(): string[] {
    return untrueAnswers(this.history.calls, this.#record.moments([...this.#items.values()], ids));
  }
}

const toItem = (plain: object) => marshall(plain) as Item;

const entryKey = (userId: string, position: number): Key => waitlistEntryKey('e', `0${position}`, ids.userId(userId));

function registration(userId: string, attributes: object): StoredItem {
  const key = registrationKey(ids.userId(userId), 'e');
  return {
    ...key,
    entityType: ENTITY_TYPES.registration,
    userId: ids.userId(userId),
    requestId: `of ${userId}`,
    ...attributes,
  };
}

const view = (userId: string, registrationStatus: string, place: object = {}) => ({
  userId,
  registrationId: `of ${userId}`,
  registrationStatus,
  joinedPosition: null,
  isPromoted: false,
  checkedInAt: null,
  position: null,
  waitlistCount: null,
  waitlistVersion: null,
  ...place,
});
const seated = (userId: string): ModelAnswer => ({ value: view(userId, 'REGISTERED') });
const waiting = (
  userId: string,
  joinedPosition: number,
  position: number,
  waitlistCount: number,
  waitlistVersion: number,
): ModelAnswer => ({
  value: view(userId, 'WAITLISTED', { joinedPosition, position, waitlistCount, waitlistVersion }),
});
const gone = (userId: string, registrationStatus: string): ModelAnswer => ({
  value: { userId, registrationStatus, promoted: false, promotedUserId: null },
});
const event = (
  version: number,
  waitlistVersion: number,
  currentRegistrations: number,
  waitlistCount: number,
): ModelAnswer => ({
  value: {
    capacity: 1,
    status: 'OPEN',
    waitlistEnabled: true,
    organizer: 'olga',
    ...UNLIMITED,
    date: NEW.date,
    currentRegistrations,
    waitlistCount,
    version,
    waitlistVersion,
  },
});

const publicEvent = (...counters: Parameters<typeof event>): ModelAnswer => ({
  value: { ...(event(...counters) as { value: object }).value, organizer: undefined },
});

/** `a` has the seat; `b` and `c` wait, since waitlistVersions 2 and 3. */
function crowded(): World {
  const world = new World('a', 'b', 'c', 'd', 'e');
  world.seat('a');
  world.join('b', 1);
  world.join('c', 2);
  return world;
}

describe('untrueAnswers', () => {
  test('finds none in answers that were true when they were given, or a moment before', async () => {
    const world = new World('a', 'b', 'c', 'd');
    await world.call(register('a'), seated('a'), () => world.seat('a'));
    await world.call(register('b'), waiting('b', 1, 1, 1, 2), () => world.join('b', 1));
    await world.call(look('b'), waiting('b', 1, 1, 1, 2), () => world.join('c', 2));
    await world.call(look('c'), waiting('c', 2, 2, 2, 3));
    await world.call(LOOK_AT_EVENT, event(4, 3, 1, 2));
    await world.call(
      register('c'),
      failed('AlreadyRegistered', view('c', 'WAITLISTED', { joinedPosition: 2, userId: undefined })),
    );
    await world.call(leave('d'), failed('NotRegistered'));
    await world.call(leave('b'), gone('b', 'WAITLISTED'), () => world.quit('b', 1, 1));
    await world.call(look('c'), waiting('c', 2, 1, 1, 4));
    await world.call(look('b'), { value: null });
    expect(world.untrue()).toEqual([]);
  });

  test('believes both who see a commit and who do not, until the database has answered', async () => {
    const world = crowded();
    const done = world.requestToQuit('b', 1, 1);
    await world.call(look('c'), waiting('c', 2, 1, 1, 4));
    await world.call(look('c'), waiting('c', 2, 2, 2, 3));
    done();
    await world.call(look('c'), waiting('c', 2, 1, 1, 4));
    expect(world.untrue()).toEqual([]);
    await world.call(look('c'), waiting('c', 2, 2, 2, 3));
    expect(world.untrue()).toHaveLength(1);
  });

  test('finds none in a change of the event, which stores the version that it has led to', async () => {
    const world = new World('a');
    const { value } = event(2, 1, 0, 0) as { value: object };
    await world.call(
      { name: 'updateEvent', as: 'admin', patch: { capacity: 3 } },
      { value: { ...value, capacity: 3 } },
      () => world.write(world.event({ capacity: 3, editedVersion: 2 })),
    );
    expect(world.untrue()).toEqual([]);
  });

  test('believes what was true before the call of a read that may lag, and of no other', async () => {
    const world = new World('a', 'b');
    world.seat('a');
    world.join('b', 1);
    for (const counters of [
      [1, 1, 0, 0],
      [2, 1, 1, 0],
      [3, 2, 1, 1],
    ] as [number, number, number, number][]) {
      await world.call(LOOK_FROM_OUTSIDE, publicEvent(...counters));
    }
    expect(world.untrue()).toEqual([]);
    await world.call(LOOK_FROM_OUTSIDE, publicEvent(3, 2, 1, 0));
    await world.call(LOOK_FROM_OUTSIDE, publicEvent(4, 3, 1, 2));
    await world.call(LOOK_AT_EVENT, event(2, 1, 1, 0));
    world.join('a', 2);
    expect(world.untrue()).toHaveLength(3);
  });

  test('knows a waitlistVersion of an event from the same one of the event that is created again', async () => {
    const world = crowded();
    await world.call(look('b'), waiting('b', 1, 1, 2, 3));
    world.write(
      ...['a', 'b', 'c'].map((userId) => registrationKey(ids.userId(userId), 'e')),
      entryKey('b', 1),
      entryKey('c', 2),
      KEY,
    );
    world.write(EVENT);
    world.seat('a');
    world.join('d', 1);
    await world.call(look('d'), waiting('d', 1, 1, 1, 2));
    expect(world.untrue()).toEqual([]);
    await world.call(look('b'), waiting('b', 1, 1, 1, 2));
    expect(world.untrue()).toHaveLength(1);
  });

  test.each<[string, Operation, ModelAnswer]>([
    ['a position of somebody else', look('c'), waiting('c', 2, 1, 2, 3)],
    ['a position beyond the end of the queue', look('c'), waiting('c', 2, 3, 2, 3)],
    ['a length that the queue did not have', look('b'), waiting('b', 1, 1, 1, 3)],
    ['a waitlistVersion that was over before the call', look('b'), waiting('b', 1, 1, 1, 2)],
    ['a waitlistVersion that never came', look('b'), waiting('b', 1, 1, 2, 4)],
    ['a seat of somebody who waits', look('b'), seated('b')],
    ['a registration that nobody has made', register('d'), seated('d')],
    ['a registration missed that was there', look('a'), { value: null }],
    ['an event as it was before the call', LOOK_AT_EVENT, event(3, 2, 1, 1)],
    ['EventFull although there is a queue', register('d'), failed('EventFull', 1)],
    [
      'AlreadyRegistered without a registration',
      register('d'),
      failed('AlreadyRegistered', view('d', 'REGISTERED', { userId: undefined })),
    ],
    ['NotRegistered beside a registration', leave('a'), failed('NotRegistered')],
    ['a registration given up that is still there', leave('b'), gone('b', 'WAITLISTED')],
  ])('finds %s', async (_, operation, answer) => {
    const world = crowded();
    await world.call(operation, answer);
    expect(world.untrue()).toHaveLength(1);
  });

  test('finds what comes true only after the answer', async () => {
    const world = crowded();
    await world.call(look('d'), waiting('d', 3, 3, 3, 4));
    world.join('d', 3);
    expect(world.untrue()).toHaveLength(1);
  });

  test('takes places of one transaction as those in the queue after it', async () => {
    const world = crowded();
    const join = () => world.joinTogether(['d', 'e'], 3);
    await world.call(register('d'), waiting('d', 3, 3, 4, 4), join);
    await world.call(look('e'), waiting('e', 4, 4, 4, 4));
    expect(world.untrue()).toEqual([]);
  });

  test('finds places of one transaction that are those before it was over, or somebody else’s', async () => {
    for (const wrong of [waiting('d', 3, 3, 3, 4), waiting('d', 4, 4, 4, 4), waiting('d', 3, 3, 4, 5)]) {
      const world = crowded();
      await world.call(register('d'), wrong, () => world.joinTogether(['d', 'e'], 3));
      expect(world.untrue()).toHaveLength(1);
    }
  });

  test('knows who has left together with others, and finds what that transaction did not do for them', async () => {
    const leaving = async (answer: ModelAnswer) => {
      const world = new World('a', 'b', 'c');
      const seats = ['a', 'b', 'c'].map((userId) => registration(userId, { registrationStatus: 'REGISTERED' }));
      world.write(...seats, world.event({ capacity: 3, currentRegistrations: 3 }));
      await world.call(leave('b'), answer, () =>
        world.write(...seats.slice(0, 2).map(keyOf), world.event({ currentRegistrations: 1 })),
      );
      return world.untrue();
    };
    expect(await leaving(gone('b', 'REGISTERED'))).toEqual([]);
    expect(await leaving(gone('b', 'WAITLISTED'))).toHaveLength(1);
  });

  test('knows who has left the queue together with others, each of whom counts as a change of it', async () => {
    const leaving = async (answer: ModelAnswer, waitlistVersion: number) => {
      const world = crowded();
      await world.call(leave('c'), answer, () =>
        world.write(
          ...['b', 'c'].map((userId) => registrationKey(ids.userId(userId), 'e')),
          entryKey('b', 1),
          entryKey('c', 2),
          world.event({ waitlistCount: 0, waitlistVersion }),
        ),
      );
      return world.untrue();
    };
    expect(await leaving(gone('c', 'WAITLISTED'), 5)).toEqual([]);
    expect(await leaving(gone('c', 'WAITLISTED'), 4)).toHaveLength(1);
    expect(await leaving(gone('c', 'REGISTERED'), 5)).toHaveLength(1);
  });

  test('finds work claimed in place of other work', async () => {
    const world = crowded();
    await world.call(leave('b'), gone('b', 'WAITLISTED'), () => world.quit('c', 2, 1));
    expect(world.untrue()).toHaveLength(1);
  });

  test('finds work claimed that others have done: it began before the call, or was not done when it was answered', async () => {
    const world = crowded();
    await world.call(leave('c'), gone('c', 'WAITLISTED'), world.requestToQuit('c', 2, 1));
    let done: () => void = () => undefined;
    await world.call(leave('b'), gone('b', 'WAITLISTED'), () => (done = world.requestToQuit('b', 1, 0)));
    done();
    await world.call(leave('b'), gone('b', 'WAITLISTED'));
    expect(world.untrue()).toHaveLength(3);
  });

  test('shows the queue that there was at the waitlistVersion answered', async () => {
    const world = crowded();
    await world.call(look('c'), waiting('c', 2, 1, 2, 3));
    expect(world.untrue().join()).toMatch(
      /^was true at no moment: .*getRegistration.*\n {2}queue \[\d+\.\.Infinity\]: b c$/,
    );
  });
});
