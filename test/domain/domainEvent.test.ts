import { describe, expect, it } from 'vitest';
import { eventEventOf, registrationEventOf, userEventOf } from '../../domain/change/domainEvent.ts';
import { at, changed, eventItem, registrationItem } from '../lambda/support/stream.ts';

const event = eventItem();
const seat = registrationItem({ registeredAt: at(1) });
const place = registrationItem({ registrationStatus: 'WAITLISTED', waitlistedAt: at(2) });
const promoted = registrationItem({ waitlistedAt: at(2), promotedAt: at(3), registeredAt: at(3) });
const of = { userId: 'ann', eventId: 'event', registrationId: 'request' };

describe('registrationEventOf', () => {
  it.each([
    ['a seat taken', null, seat, { type: 'RegistrationRegistered', detail: { ...of, registeredAt: at(1) } }],
    ['a place taken', null, place, { type: 'RegistrationWaitlisted', detail: { ...of, waitlistedAt: at(2) } }],
    [
      'a promotion',
      place,
      promoted,
      { type: 'RegistrationPromoted', detail: { ...of, promotedAt: at(3), isAdmitted: false } },
    ],
    [
      'letting in',
      place,
      { ...promoted, admissionReason: 'the speaker, whom nobody shall know', admittedBy: 'olga' },
      { type: 'RegistrationPromoted', detail: { ...of, promotedAt: at(3), isAdmitted: true } },
    ],
    [
      'leaving a seat',
      seat,
      null,
      { type: 'RegistrationRemoved', detail: { ...of, registrationStatus: 'REGISTERED' } },
    ],
    [
      'leaving a place',
      place,
      null,
      { type: 'RegistrationRemoved', detail: { ...of, registrationStatus: 'WAITLISTED' } },
    ],
    ['a check-in', seat, { ...seat, checkedInAt: at(4) }, null],
    ['nothing', null, null, null],
  ])('tells of %s', (_what, before, after, expected) => {
    expect(registrationEventOf(before, after)).toEqual(expected);
  });
});

describe('eventEventOf', () => {
  const shown = { eventId: 'event', status: 'OPEN', version: 2, createdAt: at(0) };
  const edited = changed(event, { editedVersion: 2 });
  it.each([
    ['a new one', null, event, { type: 'EventChanged', detail: { ...shown, version: 1, isDeleted: false } }],
    ['an edit', event, edited, { type: 'EventChanged', detail: { ...shown, isDeleted: false } }],
    ['a deletion', event, null, { type: 'EventChanged', detail: { ...shown, isDeleted: true } }],
    [
      'a cancellation',
      event,
      changed(event, { status: 'CANCELLED', editedVersion: 2, currentRegistrations: 2, waitlistCount: 1 }),
      { type: 'EventCancelled', detail: { ...shown, status: 'CANCELLED', people: 3 } },
    ],
    [
      'an opened DRAFT',
      { ...event, status: 'DRAFT' as const, listing: 'DRAFT' as const },
      edited,
      { type: 'EventChanged', detail: { ...shown, isDeleted: false } },
    ],
    ['a registration', event, changed(event, { currentRegistrations: 1 }), null],
    ['a DRAFT', null, eventItem({ status: 'DRAFT', listing: 'DRAFT' }), null],
    ['nothing', null, null, null],
  ])('tells of %s', (_what, before, after, expected) => {
    expect(eventEventOf(before, after)).toEqual(expected);
  });
});

it('tells of a deleted user, and of no other change of a profile', () => {
  const user = {
    PK: 'USER#ann',
    SK: 'PROFILE',
    entityType: 'User',
    userId: 'ann',
    name: 'Ann',
    createdAt: at(0),
    updatedAt: at(0),
  };
  expect(userEventOf(user, null)).toEqual({ type: 'UserDeleted', detail: { userId: 'ann' } });
  expect([userEventOf(null, user), userEventOf(user, { ...user, name: 'Anna' }), userEventOf(null, null)]).toEqual([
    null,
    null,
    null,
  ]);
});
