import { test } from '@fast-check/vitest';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { applyEventChange, applyWaitlistChange, type Place } from '../../client/position.ts';
import { toEvent } from '../../domain/event/event.ts';
import type { EventItem, LastWaitlistChange } from '../../domain/item.ts';
import { seeded } from './support/clock.ts';
import { at, changed, deliver, eventItem, moved, Publisher, record, registrationItem } from './support/stream.ts';

/**
 * What happens to a queue: somebody joins, leaves or is let in from some place, some are promoted, or something else
 * changes.
 */
type Happening = { kind: 'JOINED' | 'RENAMED' } | { kind: 'LEFT' | 'ADMITTED' | 'PROMOTED'; number: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>({ kind: 'JOINED' }, { kind: 'RENAMED' }),
  fc.record({
    kind: fc.constantFrom('LEFT' as const, 'ADMITTED' as const, 'PROMOTED' as const),
    number: fc.nat(3),
  }),
);

/** A full event on which all that happens, with registrations in between, and its queue in the end. */
function historyOf(happenings: Happening[]): {
  records: DynamoDBRecord[];
  first: EventItem;
  last: EventItem;
  queue: string[];
} {
  let queue = ['ann', 'bob', 'cid', 'dan', 'eve'].map((_, index) => at(index));
  const first = eventItem({ currentRegistrations: 1, waitlistCount: queue.length, version: 10, waitlistVersion: 5 });
  let last = first;
  const records: DynamoDBRecord[] = [];
  happenings.forEach((next, index) => {
    const [after, change] = happen(queue, next, at(100 + index));
    queue = after;
    const state = change ? moved(last, change, { waitlistCount: queue.length }) : changed(last);
    records.push(record(last, state), record(null, registrationItem({ userId: `user-${index}` })));
    last = state;
  });
  return { records, first, last, queue };
}

function happen(queue: string[], next: Happening, now: string): [string[], LastWaitlistChange | null] {
  if (next.kind === 'JOINED') {
    return [[...queue, now], { kind: 'JOINED', waitlistedAt: now, count: 1 }];
  }
  const isOutOfTurn = next.kind === 'LEFT' || next.kind === 'ADMITTED';
  const left = isOutOfTurn ? queue[next.number] : undefined;
  if (isOutOfTurn && left !== undefined) {
    return [queue.filter((entry) => entry !== left), { kind: next.kind, waitlistedAt: left, count: 1 }];
  }
  const count = next.kind === 'PROMOTED' ? Math.min(next.number, queue.length) : 0;
  const lastPromoted = queue[count - 1];
  return lastPromoted === undefined
    ? [queue, null]
    : [queue.slice(count), { kind: 'PROMOTED', waitlistedAt: lastPromoted, count }];
}

const waitingSince = at(3);

function placeIn(queue: string[], waitlistVersion: number): Place {
  const position = queue.indexOf(waitingSince) + 1;
  const own = { eventId: 'event', registrationId: 'mine', waitlistedAt: waitingSince };
  return { ...own, registrationStatus: 'WAITLISTED', position, waitlistCount: queue.length, waitlistVersion };
}

/**
 * The place of somebody who fetched in the beginning and gets these messages; fetching again answers how it is in the
 * end.
 */
function follow(
  publisher: Publisher,
  first: EventItem,
  last: EventItem,
  queue: string[],
): { place: Place; fetches: number } {
  let place = placeIn(
    ['ann', 'bob', 'cid', 'dan', 'eve'].map((_, index) => at(index)),
    first.waitlistVersion,
  );
  let fetches = 0;
  for (const change of publisher.inputs('publishWaitlistChange')) {
    const next = applyWaitlistChange(place, change);
    fetches += next === 'refetch' ? 1 : 0;
    place = next === 'refetch' ? placeIn(queue, last.waitlistVersion) : next;
  }
  return { place, fetches };
}

const histories = fc.array(happening, { minLength: 1, maxLength: 30 }).map(historyOf);
const historiesThatKeepMe = histories.filter(({ queue }) => queue.includes(waitingSince));

describe('publishChanges on a stream', () => {
  test.prop([histories, fc.nat(40), fc.integer({ min: 1, max: 100 })])(
    'never loses a push when its first tries fail: all changes arrive, those of the waitlist in order',
    async ({ records, last }, failures, batchSize) => {
      const publisher = new Publisher();
      publisher.fails = (_announcement, tries) => tries <= failures;
      expect(await deliver(publisher, records, 40, batchSize)).toEqual([]);
      const versions = publisher.inputs('publishWaitlistChange').map(({ waitlistVersion }) => waitlistVersion);
      const firstTimes = versions.filter((version, index) => versions.indexOf(version) === index);
      expect(firstTimes).toEqual(Array.from({ length: last.waitlistVersion - 5 }, (_, index) => 6 + index));
      expect(publisher.inputs('publishEventChange').at(-1)).toMatchObject({ version: last.version });
      expect(new Set(publisher.inputs('publishRegistrationChange').map(({ userId }) => userId)).size).toBe(
        records.length / 2,
      );
    },
  );

  test.prop([historiesThatKeepMe, fc.integer(), fc.integer({ min: 1, max: 100 })])(
    'always leads a client to its exact place without fetching again, also when tries fail at random',
    async ({ records, first, last, queue }, seed, batchSize) => {
      const publisher = new Publisher();
      const random = seeded(seed);
      publisher.fails = () => random() < 0.5;
      expect(await deliver(publisher, records, 100, batchSize)).toEqual([]);
      expect(follow(publisher, first, last, queue)).toEqual({
        place: placeIn(queue, last.waitlistVersion),
        fetches: 0,
      });
    },
  );

  test.prop([historiesThatKeepMe, fc.integer({ min: 1, max: 10 }), fc.infiniteStream(fc.nat())])(
    'is harmless when records come twice and in any order',
    async ({ records, first, last, queue }, batchSize, choices) => {
      const twice = [...records, ...records].map((one) => ({ one, order: choices.next().value as number }));
      const shuffled = twice.sort((a, b) => a.order - b.order).map(({ one }) => one);
      const publisher = new Publisher();
      await deliver(publisher, shuffled, 0, batchSize);
      const { place } = follow(publisher, first, last, queue);
      expect(place).toEqual(placeIn(queue, last.waitlistVersion));
      const event = publisher
        .inputs('publishEventChange')
        .reduce((shown, change) => applyEventChange(shown, change), toEvent(first));
      expect(event).toMatchObject({ version: last.version, waitlistCount: queue.length });
    },
  );
});
