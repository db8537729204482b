import { describe, expect, it } from 'vitest';
import type { Caller } from '../../domain/caller.ts';
import { explainRepeat } from '../../domain/waitlist/repeat.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const self: Caller = { username: 'ann', isOrganizer: false, isUnrestricted: false };
const olga: Caller = { username: 'olga', isOrganizer: true, isUnrestricted: false };
const user = { userId: 'ann' };
const event = {
  eventId: 'gala',
  status: 'OPEN',
  listing: 'PUBLIC',
  capacity: 1,
  currentRegistrations: 1,
  waitlistCount: 3,
  waitlistJoins: 5,
  waitlistTail: NOW,
  version: 9,
  waitlistVersion: 8,
  waitlistEnabled: true,
  organizer: 'olga',
  createdAt: NOW,
};
const seat = { userId: 'ann', eventId: 'gala', requestId: 'mine', registrationStatus: 'REGISTERED' };
const place = {
  ...seat,
  registrationStatus: 'WAITLISTED',
  joinedPosition: 2,
  joinedDepartures: 2,
  joinedEvent: NOW,
};
const served = { ...event, laneUntil: '2026-01-01T00:00:00.500Z' };

type Item = Record<string, unknown> | null;
function explained(found: { user?: Item; event?: Item; own?: Item }, caller = self) {
  const request = { userId: 'ann', eventId: 'gala', requestId: 'mine', caller, begunAt: NOW };
  const items = { user, event, own: null, ...found };
  const decision = explainRepeat(request, items.user, items.event, items.own, NOW);
  return decision.kind === 'failed' ? decision.failure.errorType : decision.kind;
}

describe('explainRepeat', () => {
  it.each<[string, string, Parameters<typeof explained>[0]]>([
    ['the own seat', 'mine', { own: seat }],
    ['the own seat, whatever the event is', 'mine', { own: seat, event: null }],
    ['another registration', 'AlreadyRegistered', { own: { ...seat, requestId: 'other' } }],
    ['no user', 'UserNotFound', { user: null }],
    ['no user and no event', 'UserNotFound', { user: null, event: null }],
    ['a crowd that is being served', 'contended', { event: served }],
    ['a full event', 'queue', {}],
    ['a free seat', 'open', { event: { ...event, waitlistCount: 0, capacity: 2 } }],
  ])('says of %s: %s', (_what, said, found) => {
    expect(explained(found)).toBe(said);
  });

  it.each<[string, Parameters<typeof explained>[0]]>([
    ['no event', { event: null }],
    ['an event that is closed', { event: { ...event, status: 'CLOSED' } }],
    ['a full event without waitlist', { event: { ...event, waitlistEnabled: false } }],
  ])('leaves %s to the transaction, which is of one instant', (_what, found) => {
    expect(explained(found)).toBe('open');
  });

  it('tells an organizer who acts for another nothing, for it must be their event at the same instant', () => {
    for (const own of [seat, place, { ...seat, requestId: 'other' }]) {
      expect(explained({ own }, olga)).toBe('open');
      expect(explained({ own, event: { ...event, organizer: 'otto' } }, olga)).toBe('open');
    }
    expect(explained({ user: null }, olga)).toBe('open');
    expect(explained({ event: served }, olga)).toBe('contended');
  });

  it('answers a place with its position while nobody has left, and leaves it to be counted otherwise', () => {
    const request = { userId: 'ann', eventId: 'gala', requestId: 'mine', caller: self, begunAt: NOW };
    const answered = { position: 2, waitlistCount: 3, waitlistVersion: 8 };
    expect(explainRepeat(request, user, event, place, NOW)).toMatchObject({ kind: 'mine', registration: answered });
    const later = { ...event, waitlistCount: 2 };
    expect(explainRepeat(request, user, later, place, NOW)).toEqual({ kind: 'mine', registration: null });
    expect(explainRepeat(request, user, null, place, NOW)).toEqual({ kind: 'mine', registration: null });
  });
});
