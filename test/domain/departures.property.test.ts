import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { departuresBefore, departuresOf, isWhereItJoined, joinsAfter } from '../../domain/waitlist/departures.ts';
import { byTier } from '../support/tier.ts';

/** An event at one instant, with the people who wait for it. */
interface Instant {
  event: EventItem;
  queue: string[];
}

const step = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('join' as const), count: fc.integer({ min: 1, max: 3 }) }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('depart' as const), place: fc.nat() }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('startAnew' as const) }), weight: 1 },
);

const eventAt = (life: number, stored: Partial<EventItem>) => ({ createdAt: `life ${life}`, ...stored }) as EventItem;

/** All instants of an event, and all registrations that ever waited, by what was done one after the other. */
function live(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[], isOld: boolean) {
  let life = 0;
  let now: Instant = { event: eventAt(life, { waitlistCount: 0, ...(isOld ? {} : { waitlistJoins: 0 }) }), queue: [] };
  const instants = [now];
  const registrations: RegistrationItem[] = [];
  for (const one of steps) {
    const { event, queue } = now;
    if (one.kind === 'join') {
      const joining = Array.from({ length: one.count }, (_, index) => ({
        userId: `user ${registrations.length + index}`,
        registrationStatus: 'WAITLISTED',
        joinedPosition: event.waitlistCount + 1 + index,
        ...departuresBefore(event),
      })) as RegistrationItem[];
      registrations.push(...joining);
      const waitlistCount = event.waitlistCount + one.count;
      now = {
        event: { ...event, waitlistCount, ...joinsAfter(event, one.count) },
        queue: [...queue, ...joining.map(({ userId }) => userId)],
      };
    } else if (one.kind === 'depart' && queue.length > 0) {
      now = {
        event: { ...event, waitlistCount: event.waitlistCount - 1 },
        queue: queue.filter((_, index) => index !== one.place % queue.length),
      };
    } else if (one.kind === 'startAnew') {
      life += 1;
      now = { event: eventAt(life, { waitlistCount: 0, waitlistJoins: 0 }), queue: [] };
    }
    instants.push(now);
  }
  return { instants, registrations };
}

describe('isWhereItJoined', () => {
  test.prop([fc.array(step, { maxLength: 30 }), fc.boolean()], { numRuns: byTier(300, 8_000) })(
    'always holds of who waits where they joined with nobody gone since, and never of another, at whatever instant',
    (steps, isOld) => {
      const { instants, registrations } = live(steps, isOld);
      for (const own of registrations) {
        const joinedAt = instants.findIndex(({ queue }) => queue.includes(own.userId));
        const departures = departuresOf(instants[joinedAt]!.event);
        for (const [index, { event, queue }] of instants.entries()) {
          const isThere = index >= joinedAt && queue.indexOf(own.userId) + 1 === own.joinedPosition;
          const hasAnyoneLeft = departuresOf(event) !== departures || event.createdAt !== own.joinedEvent;
          expect(isWhereItJoined(own, event)).toBe(isThere && !hasAnyoneLeft);
        }
      }
    },
  );

  test('does not hold of an event that was read before the joining', () => {
    const event = eventAt(0, { waitlistCount: 2, waitlistJoins: 2 });
    const joined = { registrationStatus: 'WAITLISTED' as const, joinedPosition: 3, ...departuresBefore(event) };
    expect(isWhereItJoined(joined as RegistrationItem, event)).toBe(false);
    expect(isWhereItJoined(joined as RegistrationItem, { ...event, waitlistCount: 3, waitlistJoins: 3 })).toBe(true);
  });

  test('does not hold of who has a seat by now, nor of who joined before this was stored', () => {
    const event = eventAt(0, { waitlistCount: 1, waitlistJoins: 1 });
    const joined = { registrationStatus: 'WAITLISTED', joinedPosition: 1, joinedDepartures: 0, joinedEvent: 'life 0' };
    expect(isWhereItJoined(joined as RegistrationItem, event)).toBe(true);
    for (const change of [{ registrationStatus: 'REGISTERED' }, { joinedDepartures: undefined }]) {
      expect(isWhereItJoined({ ...joined, ...change } as RegistrationItem, event)).toBe(false);
    }
  });
});
