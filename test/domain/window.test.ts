import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createEvent } from '../../domain/event/createEvent.ts';
import { updateEvent } from '../../domain/event/updateEvent.ts';
import { isWithin } from '../../domain/event/window.ts';
import type { EventItem } from '../../domain/item.ts';
import { registrationAttributes } from '../../domain/registration/registration.ts';
import { explainReserveSeat, reserveSeat } from '../../domain/registration/reserveSeat.ts';
import { planGroup } from '../../lambda/promoteFromWaitlist/lane/planGroup.ts';
import { askingToRegister } from '../../domain/lane/ticket.ts';
import { eventKey } from '../../domain/keys.ts';

const OPENS_MS = Date.parse('2031-03-01T18:00:00.000Z');
const CLOSES_MS = OPENS_MS + 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const caller = { username: 'ann', isOrganizer: false, isUnrestricted: false };

const event: EventItem = {
  ...eventKey('gala'),
  ...(createEvent(
    {
      eventId: 'gala',
      title: 'Gala',
      description: null,
      date: at(CLOSES_MS),
      location: null,
      capacity: 5,
      organizer: null,
      status: 'OPEN',
      waitlistEnabled: true,
      registrationOpensAt: at(OPENS_MS),
      registrationClosesAt: at(CLOSES_MS),
    },
    at(0),
  )[0]?.attributes as Omit<EventItem, 'PK' | 'SK'>),
};

/** What becomes of a request that began then by the clock of its host: by the resolver, and by a combiner’s host. */
function judged(begunMs: number, combinerMs: number): { resolver: string; lane: string } {
  const request = { userId: 'ann', eventId: 'gala', requestId: 'r', caller, begunAt: at(begunMs) };
  const refused = { type: 'ConditionalCheckFailed', item: { ...event } };
  const held = { type: 'None', item: null };
  const decision = explainReserveSeat(request, [held, refused, held], at(begunMs));
  const asking = askingToRegister(request, at(combinerMs), combinerMs + 20_000, null);
  const { group } = planGroup(event, [], [asking], combinerMs);
  return {
    resolver: decision.kind === 'failed' ? decision.failure.errorType : 'open',
    lane: group === null ? 'refused' : 'served',
  };
}

describe('the window of an event', () => {
  it.each([
    [-3_600_000, 'EventNotOpen', 'refused'],
    [-1, 'EventNotOpen', 'refused'],
    [0, 'open', 'served'],
    [3_599_999, 'open', 'served'],
    [3_600_000, 'EventNotOpen', 'refused'],
    [7_200_000, 'EventNotOpen', 'refused'],
  ])('%i ms after the opening: %s, and %s in the lane', (afterMs, resolver, lane) => {
    for (const combinerMs of [OPENS_MS - 5000, OPENS_MS, OPENS_MS + 5000, CLOSES_MS, CLOSES_MS + 5000]) {
      expect(judged(OPENS_MS + afterMs, combinerMs)).toEqual({ resolver, lane });
    }
  });

  const somewhere = fc.integer({ min: -10_000, max: 3_610_000 });
  test.prop([somewhere, somewhere])('never judges one request by two clocks', (begunMs, combinerMs) => {
    const { resolver, lane } = judged(OPENS_MS + begunMs, OPENS_MS + combinerMs);
    expect(lane === 'served').toBe(resolver === 'open');
    expect(lane === 'served').toBe(isWithin(event, at(OPENS_MS + begunMs)));
  });

  it('tells opensAt, closesAt and the moment by which the request is judged', () => {
    const begunAt = at(OPENS_MS - 1);
    const request = { userId: 'ann', eventId: 'gala', requestId: 'r', caller, begunAt };
    const refused = { type: 'ConditionalCheckFailed', item: { ...event } };
    const held = { type: 'None', item: null };
    expect(explainReserveSeat(request, [held, refused, held], at(CLOSES_MS))).toMatchObject({
      kind: 'failed',
      failure: {
        errorType: 'EventNotOpen',
        message: `Event gala does not take registrations before ${at(OPENS_MS)}.`,
        errorInfo: { status: 'OPEN', opensAt: at(OPENS_MS), closesAt: at(CLOSES_MS), serverTime: begunAt },
      },
    });
  });

  it('is served from a ticket of the release before by when that was left', () => {
    const request = { userId: 'ann', eventId: 'gala', requestId: 'r', begunAt: '' };
    const old = (askedMs: number) => ({
      ...askingToRegister(request, at(askedMs), askedMs + 20_000, null),
      wish: { kind: 'register' as const },
    });
    expect(planGroup(event, [], [old(OPENS_MS)], OPENS_MS).group?.members).toHaveLength(1);
    expect(planGroup(event, [], [old(OPENS_MS - 1)], OPENS_MS).refused).toHaveLength(1);
  });

  it('stores nothing that follows from the clock', () => {
    const stored = [
      ...reserveSeat({ userId: 'ann', eventId: 'gala', requestId: 'r', caller, begunAt: at(OPENS_MS) }, at(OPENS_MS)),
      ...updateEvent('gala', { registrationOpensAt: at(OPENS_MS) }, caller, at(1)),
    ];
    const written = stored.flatMap(({ attributes = {}, update }) => [
      ...Object.keys(attributes),
      ...Object.values(update?.names ?? {}),
    ]);
    const expected = [
      ...Object.keys(registrationAttributes({ userId: '', eventId: '', requestId: '' }, 'REGISTERED', null, '')),
      ...['registeredAt', 'currentRegistrations', 'version', 'editedVersion', 'updatedAt', 'opensAt'],
    ];
    expect([...new Set(written)].sort()).toEqual([...new Set(expected)].sort());
  });
});
