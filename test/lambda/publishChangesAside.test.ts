import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../lambda/publishChanges/announcement.ts';
import { NoProgress } from '../../lambda/publishChanges/answerBatch.ts';
import { HealingFailed } from '../../lambda/publishChanges/invokeFillSeats.ts';
import { PublishRefused } from '../../lambda/publishChanges/postMutation.ts';
import { START_MS } from './support/clock.ts';
import { at, changed, deliver, eventItem, life, moved, Publisher, record, registrationItem } from './support/stream.ts';

const OLD_MS = START_MS - 31_000;
const poison = eventItem({ eventId: 'poison' });
const innocent = ['ann', 'bob', 'cid'].map((userId) => record(null, registrationItem({ userId })));
const isOfPoison = ({ input }: Announcement) => input.eventId === 'poison';
const inUse = (publisher: Publisher) => publisher.inputs('publishRegistrationChange').map(({ userId }) => userId);
const letterIds = ({ letters }: Publisher) => letters.map(({ dynamodb }) => dynamodb?.SequenceNumber);
const idOf = (one: (typeof innocent)[number]) => one.dynamodb?.SequenceNumber;

/** A publisher that for ever refuses whatever is about the event `poison`. */
function refusingPublisher(): Publisher {
  const publisher = new Publisher();
  publisher.fails = isOfPoison;
  publisher.failure = () => new PublishRefused('HTTP 403', 'Forbidden', true);
  return publisher;
}

describe('an event that the publisher refuses for ever', () => {
  test('goes aside in the invocation that meets it, while all else of the batch is announced once', async () => {
    const publisher = refusingPublisher();
    const refused = record(poison, changed(poison));
    expect(await publisher.invoke([innocent[0]!, refused, ...innocent.slice(1)])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toEqual([idOf(refused)]);
    expect(inUse(publisher).sort()).toEqual(['ann', 'bob', 'cid']);
    expect(publisher.metrics).toMatchObject({ SetAside: 1, PublishFailures: 1, Registrations: 3 });
  });

  test('never fails or splits a batch, however often it changes, and loses nothing', async () => {
    const publisher = refusingPublisher();
    const records = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0
        ? record({ ...poison, version: index }, { ...poison, version: index + 1 })
        : record(null, registrationItem({ userId: `user-${index}` })),
    );
    expect(await deliver(publisher, records, 10, 1)).toEqual([]);
    expect(new Set(letterIds(publisher))).toEqual(new Set(records.filter((_, index) => index % 2 === 0).map(idOf)));
    expect(inUse(publisher)).toEqual(records.flatMap((_, index) => (index % 2 === 0 ? [] : [`user-${index}`])));
  });

  test('is tried but once while it is known, so that it takes no time from the others', async () => {
    const publisher = refusingPublisher();
    await publisher.invoke([record(poison, changed(poison))]);
    expect(publisher.tries).toBe(4);
    await publisher.invoke([record(changed(poison), changed(changed(poison)))]);
    expect(publisher.tries).toBe(5);
    expect(publisher.clock.slept).toHaveLength(3);
    await publisher.clock.sleep(60_000);
    await publisher.invoke([record(poison, changed(poison))]);
    expect(publisher.tries).toBe(9);
  });

  test('keeps the order of what is not refused', async () => {
    const publisher = refusingPublisher();
    publisher.fails = (one) => one.field === 'publishEventChange' && isOfPoison(one);
    const joined = (ms: number) => ({ kind: 'JOINED' as const, waitlistedAt: at(ms), count: 1 });
    const one = moved(poison, joined(1), { waitlistCount: 1 });
    const two = moved(one, joined(2), { waitlistCount: 2 });
    const three = moved(two, joined(3), { waitlistCount: 3 });
    const records = life(poison, one, two, three);
    await publisher.invoke(records);
    expect(publisher.inputs('publishWaitlistChange').map(({ waitlistVersion }) => waitlistVersion)).toEqual([2, 3, 4]);
    expect(letterIds(publisher)).toEqual([idOf(records.at(-1)!)]);
  });

  test('is announced when its letter is delivered again and the fault is mended', async () => {
    const publisher = refusingPublisher();
    await publisher.invoke([record(poison, changed(poison, { title: 'Mended' }))]);
    publisher.fails = () => false;
    expect(await publisher.invoke([...publisher.letters])).toEqual({ batchItemFailures: [] });
    expect(publisher.inputs('publishEventChange')).toMatchObject([{ eventId: 'poison', title: 'Mended' }]);
    expect(publisher.letters).toHaveLength(1);
  });

  test('stays in the stream where its letter cannot be kept', async () => {
    const publisher = refusingPublisher();
    publisher.setAside = async () => Promise.reject(new Error('no queue'));
    const refused = record(poison, changed(poison));
    expect(await publisher.invoke([refused])).toEqual({ batchItemFailures: [{ itemIdentifier: idOf(refused) }] });
    expect(publisher.metrics.SetAside).toBeUndefined();
  });

  test('makes one letter of a record of which two messages are refused', async () => {
    const publisher = refusingPublisher();
    const joined = moved(poison, { kind: 'JOINED', waitlistedAt: at(1), count: 1 }, { waitlistCount: 1 });
    await publisher.invoke([record(poison, joined)]);
    expect(publisher.letters).toHaveLength(1);
    expect(publisher.metrics.PublishFailures).toBe(2);
  });
});

describe.each([
  ['is throttled', new PublishRefused('HTTP 429', 'Too many requests', false)],
  ['breaks the connection', new TypeError('fetch failed')],
])('an event that %s', (_how, failure) => {
  test('is waited for while its record is young, and goes aside once two invocations have met it old', async () => {
    const publisher = new Publisher();
    publisher.fails = isOfPoison;
    publisher.failure = () => failure;
    const young = record(poison, changed(poison));
    for (let times = 0; times < 3; times += 1) {
      expect(await publisher.invoke([young])).toEqual({ batchItemFailures: [{ itemIdentifier: idOf(young) }] });
    }
    const old = record(poison, changed(poison), OLD_MS);
    await expect(publisher.invoke([old, ...innocent])).rejects.toThrow(NoProgress);
    expect(publisher.letters).toEqual([]);
    expect(await publisher.invoke([old, ...innocent])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toEqual([idOf(old)]);
    expect(new Set(inUse(publisher))).toEqual(new Set(['ann', 'bob', 'cid']));
  });
});

describe('an event that gets no answer', () => {
  const silent = () => {
    const publisher = new Publisher();
    publisher.fails = isOfPoison;
    return publisher;
  };
  /** A publisher that takes two seconds for whatever is about the event `poison`, and then has no answer. */
  const hanging = () => {
    const publisher = new Publisher();
    publisher.failure = () => new DOMException('signal timed out', 'TimeoutError');
    publisher.fails = (announcement) => {
      const isHanging = isOfPoison(announcement);
      void (isHanging && publisher.clock.sleep(2_000));
      return isHanging;
    };
    return publisher;
  };

  test('goes aside in the second invocation that meets it, however young it is: its shard waits for 8 s', async () => {
    const publisher = hanging();
    const hung = record(poison, changed(poison));
    await expect(publisher.invoke([hung, ...innocent])).rejects.toThrow(NoProgress);
    expect(publisher.letters).toEqual([]);
    expect(await publisher.invoke([hung, ...innocent])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toEqual([idOf(hung)]);
    expect(new Set(inUse(publisher))).toEqual(new Set(['ann', 'bob', 'cid']));
    expect(publisher.tries - publisher.published.length).toBe(4);
    expect(publisher.clock.nowMs() - START_MS).toBeLessThan(9_000);
  });

  test('takes 2 s of a later batch, however often it changes there, and every change goes aside', async () => {
    const publisher = hanging();
    const hung = record(poison, changed(poison));
    await publisher.invoke([hung]);
    await publisher.invoke([hung]);
    const [triesBefore, msBefore] = [publisher.tries, publisher.clock.nowMs()];
    const joins = Array.from({ length: 20 }, (_, index) => ({
      kind: 'JOINED' as const,
      waitlistedAt: at(index),
      count: 1,
    }));
    const states = joins.reduce((all, join) => [...all, moved(all.at(-1)!, join)], [poison]);
    const changes = life(...states).slice(1);
    expect(await publisher.invoke([...changes, ...innocent])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toEqual([hung, ...changes].map(idOf));
    expect(new Set(inUse(publisher))).toEqual(new Set(['ann', 'bob', 'cid']));
    expect(publisher.tries - triesBefore).toBe(1 + innocent.length);
    expect(publisher.clock.nowMs() - msBefore).toBe(2_000);
  });

  test('goes aside at once as long as it is remembered', async () => {
    const publisher = silent();
    const old = record(poison, changed(poison), OLD_MS);
    await publisher.invoke([old]);
    await publisher.invoke([old]);
    const young = record(poison, changed(poison));
    expect(await publisher.invoke([young])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toContain(idOf(young));
  });

  test.each([
    ['too much', new PublishRefused('HTTP 429', 'Too many requests', false)],
    ['out of order', new PublishRefused('HTTP 503', 'Unavailable', false)],
    ['silent', new Error('no answer')],
  ])('stays in the stream where the API was %s for all of a batch, after an outage too', async (_how, failure) => {
    const publisher = new Publisher();
    const people = ['ann', 'bob', 'cid'].map((userId) => record(null, registrationItem({ userId }), OLD_MS));
    [publisher.isDown, publisher.failure] = [true, () => failure];
    await expect(publisher.invoke(people)).rejects.toThrow(NoProgress);
    publisher.isDown = false;
    publisher.fails = () => true;
    await expect(publisher.invoke(people)).rejects.toThrow(NoProgress);
    expect(publisher.letters).toEqual([]);
    publisher.fails = () => false;
    expect(await publisher.invoke(people)).toEqual({ batchItemFailures: [] });
    expect([inUse(publisher), publisher.letters]).toEqual([['ann', 'bob', 'cid'], []]);
  });

  test('is not tried again once its tries have taken three seconds', async () => {
    const publisher = hanging();
    await publisher.invoke([record(poison, changed(poison))]);
    expect(publisher.tries).toBe(2);
  });
});

describe('an API that takes nothing', () => {
  test.each([
    ['refuses', new PublishRefused('HTTP 403', 'Forbidden', true)],
    ['gives no answer', new Error('no answer')],
  ])('and %s makes all wait in the stream: nothing goes aside, also not what is old', async (_how, failure) => {
    const publisher = new Publisher();
    [publisher.isDown, publisher.failure] = [true, () => failure];
    const records = [record(poison, changed(poison), OLD_MS), ...innocent];
    await expect(publisher.invoke(records)).rejects.toThrow(NoProgress);
    expect(publisher.letters).toEqual([]);
    publisher.isDown = false;
    expect(await publisher.invoke(records)).toEqual({ batchItemFailures: [] });
    expect(publisher.published).toHaveLength(4);
  });
});

test.each(['publishEventChange', 'publishWaitlistChange', 'publishRegistrationChange'] as const)(
  'an API that takes no %s makes what it refuses wait, also what is old',
  async (field) => {
    const publisher = new Publisher();
    [publisher.downFields, publisher.failure] = [[field], () => new PublishRefused('Code', 'A fault', true)];
    const joined = moved(poison, { kind: 'JOINED', waitlistedAt: at(1), count: 1 }, { waitlistCount: 1 });
    const records = [record(poison, joined, OLD_MS), record(null, registrationItem(), OLD_MS)];
    for (const one of [...records, ...records]) {
      await publisher.invoke([one]);
    }
    expect(publisher.letters).toEqual([]);
  },
);

describe('an invocation that runs out of time', () => {
  const hurt = eventItem({ capacity: 2, currentRegistrations: 1, waitlistCount: 3 });

  test('leaves to the stream what it has not tried, however old, each time', async () => {
    const publisher = new Publisher();
    const records = ['ann', 'bob', 'cid'].map((userId) => record(null, registrationItem({ userId }), OLD_MS));
    for (let times = 0; times < 3; times += 1) {
      await expect(publisher.invoke(records, 0)).rejects.toThrow(NoProgress);
    }
    expect([publisher.tries, publisher.letters]).toEqual([0, []]);
  });

  test('leaves to the stream a healing that it has not begun, however old, each time', async () => {
    const publisher = new Publisher();
    const wound = record(hurt, hurt, OLD_MS);
    for (let times = 0; times < 3; times += 1) {
      expect((await publisher.invoke([wound], 0)).batchItemFailures).toHaveLength(1);
    }
    expect([publisher.healed, publisher.letters]).toEqual([[], []]);
  });

  test('leaves to the stream a healing that had less than its time', async () => {
    const publisher = new Publisher();
    publisher.heal = async () => Promise.reject(new HealingFailed('busy'));
    for (let times = 0; times < 3; times += 1) {
      const answer = await publisher.invoke([record(hurt, changed(hurt), OLD_MS)], 24_000);
      expect(answer.batchItemFailures).toHaveLength(1);
    }
    expect(publisher.letters).toEqual([]);
  });
});

describe('healing that fails', () => {
  const hurt = eventItem({ capacity: 2, currentRegistrations: 1, waitlistCount: 3 });

  test('is repeated once by the stream, then goes aside, and the others go on', async () => {
    const publisher = new Publisher();
    publisher.heal = async () => Promise.reject(new HealingFailed('busy'));
    const wound = record(hurt, changed(hurt));
    expect((await publisher.invoke([wound])).batchItemFailures).toHaveLength(1);
    expect(publisher.letters).toEqual([]);
    expect(await publisher.invoke([wound, ...innocent])).toEqual({ batchItemFailures: [] });
    expect(letterIds(publisher)).toEqual([idOf(wound)]);
    expect(inUse(publisher)).toHaveLength(3);
  });

  test('is repeated once by the stream however old it is, and delays no announcement of its event', async () => {
    const publisher = new Publisher();
    publisher.heal = async () => Promise.reject(new HealingFailed('busy'));
    expect((await publisher.invoke([record(hurt, changed(hurt), OLD_MS)])).batchItemFailures).toHaveLength(1);
    publisher.fails = (_announcement, tries) => tries === 2;
    await publisher.invoke([record(hurt, changed(hurt), OLD_MS)]);
    expect(publisher.tries).toBe(3);
    expect(publisher.letters).toHaveLength(1);
  });

  test('for want of a function is repeated by the stream, however old it is', async () => {
    const publisher = new Publisher();
    publisher.heal = async () => Promise.reject(new Error('TooManyRequestsException'));
    for (const createdMs of [START_MS, START_MS, OLD_MS, OLD_MS]) {
      expect((await publisher.invoke([record(hurt, changed(hurt), createdMs)])).batchItemFailures).toHaveLength(1);
    }
    expect(publisher.letters).toEqual([]);
  });
});
