import { describe, expect, it } from 'vitest';
import {
  applyEventChange,
  applyRegistrationChange,
  applyWaitlistChange,
  type EventChange,
  type Place,
} from '../../client/position.ts';

const mine: Place = {
  eventId: 'event',
  registrationId: 'request',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: '2026-03-01T10:00:05.000Z',
  position: 5,
  waitlistCount: 8,
  waitlistVersion: 20,
};
const EARLIER = '2026-03-01T10:00:03.000Z';
const LATER = '2026-03-01T10:00:06.000Z';

const change = (kind: 'JOINED' | 'LEFT' | 'PROMOTED' | 'ADMITTED', waitlistedAt: string, more = {}) => ({
  eventId: 'event',
  kind,
  waitlistedAt,
  count: 1,
  waitlistCount: 7,
  waitlistVersion: 21,
  ...more,
});

describe('applyWaitlistChange', () => {
  it.each(['LEFT', 'PROMOTED', 'ADMITTED'] as const)('moves up when somebody before has %s', (kind) => {
    expect(applyWaitlistChange(mine, change(kind, EARLIER))).toEqual({
      ...mine,
      position: 4,
      waitlistCount: 7,
      waitlistVersion: 21,
    });
  });

  it('moves up by the number of people promoted at once', () => {
    const promoted = change('PROMOTED', EARLIER, { count: 3, waitlistCount: 5 });
    expect(applyWaitlistChange(mine, promoted)).toMatchObject({ position: 2, waitlistCount: 5 });
  });

  it.each(['LEFT', 'JOINED'] as const)('stays when somebody behind has %s', (kind) => {
    expect(applyWaitlistChange(mine, change(kind, LATER, { waitlistCount: 9 }))).toEqual({
      ...mine,
      waitlistCount: 9,
      waitlistVersion: 21,
    });
  });

  it('stays where it is when several have joined behind it in one change, which is one step', () => {
    const joined = change('JOINED', LATER, { count: 3, waitlistCount: 11 });
    expect(applyWaitlistChange(mine, joined)).toEqual({ ...mine, waitlistCount: 11, waitlistVersion: 21 });
    expect(applyWaitlistChange(mine, { ...joined, waitlistVersion: 22 })).toBe('refetch');
  });

  it('stays as it was answered when it has joined in that change itself, first, in the middle or last of it', () => {
    // The answer has the count and the version after the change: the message tells nothing new.
    const joined = change('JOINED', LATER, { count: 3, waitlistCount: 8, waitlistVersion: 20 });
    for (const waitlistedAt of [EARLIER, '2026-03-01T10:00:05.000Z', LATER]) {
      const own = { ...mine, waitlistedAt };
      expect(applyWaitlistChange(own, joined)).toBe(own);
    }
    const left = change('LEFT', EARLIER, { waitlistCount: 7 });
    expect([joined, left].reduce<Place>((place, next) => applyWaitlistChange(place, next) as Place, mine)).toEqual({
      ...mine,
      position: 4,
      waitlistCount: 7,
      waitlistVersion: 21,
    });
  });

  it.each([mine.waitlistedAt ?? '', LATER])(
    'is a seat of my own when the last one promoted is me or behind me',
    (waitlistedAt) => {
      const promoted = {
        ...mine,
        registrationStatus: 'REGISTERED',
        position: null,
        waitlistCount: null,
        waitlistVersion: null,
      };
      expect(applyWaitlistChange(mine, change('PROMOTED', waitlistedAt, { count: 6 }))).toEqual(promoted);
    },
  );

  it('stays where it is when somebody behind is let in out of turn', () => {
    expect(applyWaitlistChange(mine, change('ADMITTED', LATER, { waitlistCount: 7 }))).toEqual({
      ...mine,
      waitlistCount: 7,
      waitlistVersion: 21,
    });
  });

  it('is a seat of my own when it is me who was let in out of turn', () => {
    expect(applyWaitlistChange(mine, change('ADMITTED', mine.waitlistedAt ?? '', { waitlistCount: 7 }))).toEqual({
      ...mine,
      registrationStatus: 'REGISTERED',
      position: null,
      waitlistCount: null,
      waitlistVersion: null,
    });
  });

  it('asks to fetch again after a change of a kind that it does not know', () => {
    expect(applyWaitlistChange(mine, change('SWAPPED' as 'JOINED', EARLIER))).toBe('refetch');
  });

  it('is the end of my registration when it is me who has left', () => {
    expect(applyWaitlistChange(mine, change('LEFT', mine.waitlistedAt ?? ''))).toMatchObject({
      registrationStatus: null,
      position: null,
    });
  });

  it('changes nothing when it is late, about another event, or I do not wait', () => {
    const seated: Place = {
      ...mine,
      registrationStatus: 'REGISTERED',
      position: null,
      waitlistCount: null,
      waitlistVersion: null,
    };
    expect(applyWaitlistChange(mine, change('LEFT', EARLIER, { waitlistVersion: 20 }))).toBe(mine);
    expect(applyWaitlistChange(mine, change('LEFT', EARLIER, { eventId: 'other' }))).toBe(mine);
    expect(applyWaitlistChange(seated, change('LEFT', EARLIER))).toBe(seated);
  });

  it('asks to fetch again after a gap, and without a position to begin with', () => {
    expect(applyWaitlistChange(mine, change('JOINED', LATER, { waitlistVersion: 22 }))).toBe('refetch');
    expect(applyWaitlistChange({ ...mine, position: null }, change('JOINED', LATER))).toBe('refetch');
  });
});

describe('applyRegistrationChange', () => {
  const own = {
    userId: 'ann',
    eventId: 'event',
    registrationId: 'request',
    registrationStatus: 'REGISTERED' as const,
    waitlistedAt: mine.waitlistedAt,
    joinedPosition: 5,
    promotedAt: LATER,
    cancelledAt: null,
  };
  const seated = {
    ...mine,
    registrationStatus: 'REGISTERED' as const,
    position: null,
    waitlistCount: null,
    waitlistVersion: null,
  };
  const gone = { ...seated, registrationStatus: null };

  it('goes forward, from waiting to a seat to removed', () => {
    expect(applyRegistrationChange(mine, own)).toEqual(seated);
    expect(applyRegistrationChange(seated, { ...own, registrationStatus: null })).toEqual(gone);
    expect(applyRegistrationChange(mine, { ...own, registrationStatus: null })).toEqual(gone);
  });

  it('never goes back for a late message', () => {
    expect(applyRegistrationChange(seated, { ...own, registrationStatus: 'WAITLISTED' })).toBe(seated);
    expect(applyRegistrationChange(gone, own)).toBe(gone);
  });

  it('asks to fetch again where a repeated call may have registered again under the old id', () => {
    const direct = { ...gone, waitlistedAt: null };
    const again = { ...own, registrationStatus: 'WAITLISTED' as const, waitlistedAt: LATER, promotedAt: null };
    for (const place of [mine, seated, gone, direct]) {
      expect(applyRegistrationChange(place, again)).toBe('refetch');
    }
    for (const place of [mine, gone, direct]) {
      expect(applyRegistrationChange(place, { ...own, waitlistedAt: null, joinedPosition: null })).toBe('refetch');
    }
    expect(applyRegistrationChange(direct, { ...own, waitlistedAt: null, registrationStatus: null })).toBe(direct);
    expect(applyRegistrationChange({ ...mine, waitlistedAt: LATER }, own)).toMatchObject({ waitlistedAt: LATER });
  });

  it('asks to fetch again for an unknown registration, not for another event', () => {
    expect(applyRegistrationChange(mine, { ...own, registrationId: 'another' })).toBe('refetch');
    expect(applyRegistrationChange(mine, { ...own, eventId: 'other', registrationId: 'another' })).toBe(mine);
  });
});

describe('applyEventChange', () => {
  const { deleted, ...event }: EventChange = {
    eventId: 'event',
    title: 'Title',
    date: LATER,
    endsAt: null,
    timeZone: null,
    location: null,
    capacity: 3,
    status: 'OPEN',
    isPublic: true,
    registrationOpensAt: null,
    registrationClosesAt: null,
    waitlistEnabled: true,
    currentRegistrations: 3,
    seatsLeft: 0,
    waitlistCount: 8,
    version: 40,
    waitlistVersion: 20,
    detailsVersion: 1,
    createdAt: EARLIER,
    updatedAt: EARLIER,
    deleted: false,
  };
  const shown = { ...event, description: 'Kept' };

  it('takes what is newer, and keeps what messages do not carry', () => {
    const newer = { ...event, deleted, title: 'New', version: 41 };
    expect(applyEventChange(shown, newer)).toEqual({ ...newer, description: 'Kept' });
  });

  it('drops what is not newer, or about another event', () => {
    expect(applyEventChange(shown, { ...event, deleted })).toBe(shown);
    expect(applyEventChange(shown, { ...event, deleted, version: 39 })).toBe(shown);
    expect(applyEventChange(shown, { ...event, deleted, version: 41, eventId: 'other' })).toBe(shown);
  });

  it('takes an event created again for a new beginning, and drops what comes late of the old one', () => {
    const again = { ...event, deleted, version: 1, createdAt: LATER };
    expect(applyEventChange(shown, again)).toMatchObject({ version: 1 });
    expect(applyEventChange({ ...shown, ...again }, { ...event, deleted: true, version: 41 })).toMatchObject({
      version: 1,
      deleted: false,
    });
  });
});
