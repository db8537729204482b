import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { changeEvent } from '../../domain/event/change.ts';
import { forgetLeavers } from '../../domain/event/forgetLeavers.ts';
import type { EventItem, Join, LeaverPageItem, RegistrationItem } from '../../domain/item.ts';
import { PAGE_JOINS } from '../../domain/keys.ts';
import { departuresBefore, joinsAfter } from '../../domain/waitlist/departures.ts';
import {
  isNoted,
  isOn,
  joinOf,
  leaversOn,
  leftBehind,
  noteLeavers,
  notedJoin,
  pagesBehind,
  positionOf,
} from '../../domain/waitlist/leavers.ts';
import { byTier } from '../support/tier.ts';

const BORN = '2030-01-01T00:00:00.000Z';

/** An event's queue as the transactions of the domain store it. */
class Queue {
  event: EventItem;
  waiting: RegistrationItem[] = [];
  readonly pages = new Map<string, LeaverPageItem>();

  constructor(event: Partial<EventItem>) {
    this.event = { eventId: 'e', createdAt: BORN, waitlistCount: 0, ...event } as EventItem;
  }

  join(count: number): void {
    const { event } = this;
    const more = Array.from({ length: count }, (_, index) => ({
      joinedPosition: event.waitlistCount + 1 + index,
      ...departuresBefore(event),
    })) as RegistrationItem[];
    this.waiting.push(...more);
    this.event = { ...event, waitlistCount: event.waitlistCount + count, ...joinsAfter(event, count) };
  }

  promote(count: number): void {
    this.waiting.splice(0, count);
    this.#depart(count, 0);
  }

  leave(places: number[]): void {
    const leaving = this.waiting.filter((_, index) => places.includes(index));
    this.waiting = this.waiting.filter((one) => !leaving.includes(one));
    const joins = leaving.flatMap((own) => joinOf(own) ?? []);
    noteLeavers('e', joins).forEach(({ key, update }) => {
      const page = (this.pages.get(key.SK) ?? key) as unknown as Record<string, number>;
      const added = Object.entries(update?.values ?? {}).filter(([, value]) => typeof value === 'number');
      const sums = added.map(([name, value]) => [name.slice(1), (page[name.slice(1)] ?? 0) + (value as number)]);
      const after = { ...page, eventId: 'e', ...Object.fromEntries(sums) };
      this.pages.set(key.SK, after as unknown as LeaverPageItem);
    });
    this.#depart(leaving.length, leaving.length - joins.length);
  }

  /** Somebody leaves whom nobody notes, as before there were pages, or by a hand in the table. */
  vanish(place: number): void {
    this.waiting.splice(place, 1);
    this.event = { ...this.event, waitlistCount: this.event.waitlistCount - 1 };
  }

  /** The event says that fewer have joined than have, or no number (damage). */
  forgetJoins(waitlistJoins: number | undefined): void {
    this.event = { ...this.event, waitlistJoins };
  }

  placeOf(own: RegistrationItem): number | null {
    const join = notedJoin(own, this.event);
    const left = join && leftBehind(join, this.#behind(join));
    return join && left !== null ? positionOf(join, this.event, left) : null;
  }

  #behind(join: Join): LeaverPageItem[] {
    const { values } = pagesBehind('e', join, null);
    const isBehind = (SK: string) => SK >= String(values[':first']) && SK <= String(values[':last']);
    return [...this.pages.values()].filter(({ SK }) => isBehind(SK));
  }

  #depart(count: number, unnoted: number): void {
    const nothing = { expression: '', names: {}, values: {} };
    const { update } = changeEvent('e', { increments: { waitlistCount: -count }, unnoted }, nothing, 'now');
    const noted = Number(update?.values[':waitlistNoted'] ?? 0);
    const before = this.event.waitlistNoted ?? Number(update?.values[':waitlistNoted_begun']);
    const waitlistNoted = noted === 0 ? {} : { waitlistNoted: before + noted };
    this.event = { ...this.event, waitlistCount: this.event.waitlistCount - count, ...waitlistNoted };
  }
}

const step = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('join' as const), count: fc.integer({ min: 1, max: 33 }) }), weight: 5 },
  { arbitrary: fc.record({ kind: fc.constant('promote' as const), count: fc.integer({ min: 1, max: 9 }) }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('leave' as const), places: fc.array(fc.nat(40)) }), weight: 4 },
);
const vanish = fc.record({ kind: fc.constant('vanish' as const), place: fc.nat() });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(queue: Queue, one: Step | { kind: 'vanish'; place: number }): void {
  if (one.kind === 'join') {
    queue.join(one.count);
  } else if (one.kind === 'promote') {
    queue.promote(Math.min(one.count, queue.waiting.length));
  } else if (one.kind === 'leave') {
    queue.leave(one.places.filter((place) => place < queue.waiting.length));
  } else if (queue.waiting.length > 0) {
    queue.vanish(one.place % queue.waiting.length);
  }
}

const places = (queue: Queue) => queue.waiting.map((own) => queue.placeOf(own));
const inOrder = (queue: Queue) => queue.waiting.map((_, index) => index + 1);

describe('the place that follows from who has left', () => {
  test.prop([fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 1, 29, 59, 2390, 2399, 4795)], {
    numRuns: byTier(300, 4_000),
  })('is that of everybody in the queue, whoever has joined, was promoted or has left', (steps, before) => {
    const queue = new Queue({ waitlistJoins: before, waitlistNoted: before });
    for (const one of steps) {
      take(queue, one);
      expect(places(queue)).toEqual(inOrder(queue));
    }
    for (const page of queue.pages.values()) {
      expect(page.left).toBe(leaversOn(page));
    }
  });

  test.prop(
    [
      fc.array(fc.oneof({ arbitrary: step, weight: 6 }, { arbitrary: vanish, weight: 1 }), { maxLength: 40 }),
      fc.boolean(),
    ],
    {
      numRuns: byTier(300, 4_000),
    },
  )('is never said where somebody left unnoted, until the queue was empty', (steps, isOld) => {
    const queue = new Queue(isOld ? {} : { waitlistJoins: 0, waitlistNoted: 0 });
    let isSound = !isOld;
    for (const one of steps) {
      isSound ||= one.kind === 'join' && queue.waiting.length === 0;
      const length = queue.waiting.length;
      take(queue, one);
      isSound &&= one.kind !== 'vanish' || length === 0;
      expect(isNoted(queue.event)).toBe(isSound);
      expect(places(queue)).toEqual(isSound ? inOrder(queue) : queue.waiting.map(() => null));
    }
  });

  test.prop([fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 40 }), fc.option(fc.nat(99))], {
    numRuns: byTier(300, 4_000),
  })(
    'is right or not said where the event has forgotten joins, also once the queue was empty',
    (before, after, left) => {
      const queue = new Queue({ waitlistJoins: 0, waitlistNoted: 0 });
      before.forEach((one) => take(queue, one));
      const { waitlistJoins = 0 } = queue.event;
      queue.forgetJoins(left === null ? undefined : Math.min(left, waitlistJoins));
      for (const one of [...after, { kind: 'promote' as const, count: queue.waiting.length + 2000 }, ...before]) {
        take(queue, one);
        const told = places(queue);
        expect(told.map((place, at) => place ?? at + 1)).toEqual(inOrder(queue));
      }
    },
  );

  test('is not said of who joined before joins were counted, nor of another event under the id', () => {
    const queue = new Queue({ waitlistJoins: 0, waitlistNoted: 0 });
    queue.join(2);
    const [own] = queue.waiting as [RegistrationItem];
    expect(queue.placeOf(own)).toBe(1);
    expect(queue.placeOf({ ...own, joinedDepartures: undefined })).toBeNull();
    expect(queue.placeOf({ ...own, joinedEvent: 'another' })).toBeNull();
  });

  test('who joined before joins were counted leaves unnoted', () => {
    const queue = new Queue({ waitlistJoins: 0, waitlistNoted: 0 });
    queue.join(3);
    queue.waiting = queue.waiting.map((own) => ({ ...own, joinedEvent: undefined }));
    queue.leave([1]);
    expect([queue.pages.size, isNoted(queue.event)]).toEqual([0, false]);
  });
});

describe('the pages of leavers', () => {
  test.prop([fc.uniqueArray(fc.integer({ min: 1, max: 3 * PAGE_JOINS }), { maxLength: 60 })])(
    'have exactly those who were written down, one action for each page',
    (numbers) => {
      const joins = numbers.map((number) => ({ event: BORN, number }));
      const queue = new Queue({ waitlistJoins: 0 });
      const actions = noteLeavers('e', joins);
      expect(new Set(actions.map(({ key }) => key.SK)).size).toBe(actions.length);
      queue.waiting = numbers.map(
        (number) => ({ joinedPosition: number, joinedDepartures: 0, joinedEvent: BORN }) as RegistrationItem,
      );
      queue.leave(numbers.map((_, index) => index));
      const pages = [...queue.pages.values()];
      expect(pages.reduce((sum, { left }) => sum + left, 0)).toBe(numbers.length);
      for (const number of numbers.flatMap((one) => [one - 1, one, one + 1]).filter((one) => one > 0)) {
        const [own] = noteLeavers('e', [{ event: BORN, number }]);
        const page = pages.find(({ SK }) => SK === own?.key.SK);
        expect(isOn(page, { event: BORN, number })).toBe(numbers.includes(number));
      }
    },
  );

  test('go with their event, as many as its joins can have filled', () => {
    const forgotten = (waitlistJoins?: number) => forgetLeavers({ eventId: 'e', createdAt: BORN, waitlistJoins });
    expect([undefined, 0, 1, PAGE_JOINS, PAGE_JOINS + 1].map((joins) => forgotten(joins).length)).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(forgotten(PAGE_JOINS + 1).map(({ key }) => key)).toEqual(
      [1, PAGE_JOINS + 1].flatMap((number) => noteLeavers('e', [{ event: BORN, number }]).map(({ key }) => key)),
    );
    expect(forgotten(10_000_000).length).toBeLessThanOrEqual(98);
  });
});
