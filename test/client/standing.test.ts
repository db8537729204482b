import { describe, expect, it } from 'vitest';
import { offerIn, standingIn, standingInCache, standingOf, type StandingEvent } from '../../client/standing.ts';
import type { ViewerStanding } from '../../client/operations.generated.ts';

const OPENS_AT = '2031-03-01T18:00:00.000Z';
const OPENS_MS = Date.parse(OPENS_AT);
const event: StandingEvent = {
  status: 'OPEN',
  registrationOpensAt: OPENS_AT,
  registrationClosesAt: null,
  seatsLeft: 1,
  waitlistCount: 0,
  waitlistEnabled: true,
  viewerStanding: 'NOT_YET_OPEN',
};
const later = 'ASK_THE_ORGANIZER' as ViewerStanding;

describe('standingOf', () => {
  it('turns over with the moment, without a fetch', () => {
    expect([standingOf(event, null, OPENS_MS - 1), standingOf(event, null, OPENS_MS)]).toEqual([
      'NOT_YET_OPEN',
      'CAN_REGISTER',
    ]);
  });

  it.each(['SIGN_IN', 'NO_PROFILE', later] as const)('keeps %s as it was fetched, behind the own place', (fetched) => {
    const as = { ...event, viewerStanding: fetched };
    expect(standingOf(as, null, OPENS_MS)).toBe(fetched);
    expect(standingOf(as, { registrationStatus: 'WAITLISTED' }, OPENS_MS)).toBe('WAITLISTED');
  });

  it('is SIGN_IN where it was not fetched, and CANCELLED where the event is gone', () => {
    const { viewerStanding: _fetched, ...publicly } = event;
    expect(standingIn(publicly, null, 'WITHIN')).toBe('SIGN_IN');
    expect(standingIn({ ...event, deleted: true }, null, 'WITHIN')).toBe('CANCELLED');
  });

  it('forgets a place that has ended', () => {
    const left = { ...event, viewerStanding: 'REGISTERED' as const };
    expect(standingIn(left, { registrationStatus: null }, 'WITHIN')).toBe('CAN_REGISTER');
    expect(standingIn(left, null, 'WITHIN')).toBe('CAN_REGISTER');
  });

  it('says what is offered to whoever gets a profile first', () => {
    expect(offerIn({ ...event, viewerStanding: 'NO_PROFILE' }, 'WITHIN')).toBe('CAN_REGISTER');
  });
});

describe('standingInCache', () => {
  const known = { ...event, serverTime: OPENS_AT };

  it.each([
    ['the rule where all is known', { event: known, place: null }, 'CAN_REGISTER'],
    ['what was fetched where the place is not known', { event: known, place: undefined }, 'NOT_YET_OPEN'],
    ['what was fetched where a field is not known', { event: { ...event }, place: null }, 'NOT_YET_OPEN'],
  ])('is %s', (_what, { event: of, place }, expected) => {
    expect(standingInCache({ fetched: 'NOT_YET_OPEN', event: of, place, hasProfile: true })).toBe(expected);
  });

  it('leaves NO_PROFILE once the profile is seen, not before', () => {
    const found = [false, true].map((hasProfile) =>
      standingInCache({ fetched: 'NO_PROFILE', event: known, place: null, hasProfile }),
    );
    expect(found).toEqual(['NO_PROFILE', 'CAN_REGISTER']);
    expect(standingInCache({ fetched: undefined, event: known, place: null, hasProfile: true })).toBeUndefined();
  });
});
