import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../domain/caller.ts';
import { explainRegister } from '../../domain/registration/decision.ts';
import type { Reason } from '../../domain/verdict.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const self: Caller = { username: 'ann', isOrganizer: false, isUnrestricted: false };
const organizer: Caller = { username: 'olga', isOrganizer: true, isUnrestricted: false };
const request = { userId: 'ann', eventId: 'gala', requestId: 'mine', caller: self, begunAt: NOW };

const passed: Reason = { type: 'None', item: null };
const refused = (item: Record<string, unknown> | null): Reason => ({ type: 'ConditionalCheckFailed', item });
const hidden: Reason = { type: 'TransactionConflict', item: null };
const event = {
  eventId: 'gala',
  status: 'OPEN',
  listing: 'PUBLIC',
  capacity: 1,
  currentRegistrations: 1,
  waitlistCount: 0,
  waitlistEnabled: true,
  waitlistTail: '',
  version: 1,
  waitlistVersion: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  organizer: 'olga',
};

const outcome = (decision: ReturnType<typeof explainRegister>) =>
  decision.kind === 'failed' ? decision.failure.errorType : decision.kind;

describe('explainRegister', () => {
  it.each([
    ['own request comes first', refused(null), refused(null), refused({ requestId: 'mine' }), 'mine'],
    [
      'then a registration of another request',
      refused(null),
      refused(null),
      refused({ requestId: 'other' }),
      'AlreadyRegistered',
    ],
    ['then a missing user', refused(null), refused(null), passed, 'UserNotFound'],
    ['then a missing event', passed, refused(null), passed, 'EventNotFound'],
    ['then a DRAFT of somebody else', passed, refused({ ...event, status: 'DRAFT' }), passed, 'EventNotFound'],
    [
      'then a status that takes no registrations',
      passed,
      refused({ ...event, status: 'CLOSED' }),
      passed,
      'EventNotOpen',
    ],
    [
      'then a full event without a waitlist',
      passed,
      refused({ ...event, waitlistEnabled: false }),
      passed,
      'EventFull',
    ],
    ['then the queue', passed, refused(event), passed, 'queue'],
    ['a free seat by now is tried again', passed, refused({ ...event, currentRegistrations: 0 }), passed, 'contended'],
    [
      'a free seat beside people waiting is not for newcomers',
      passed,
      refused({ ...event, currentRegistrations: 0, waitlistCount: 1 }),
      passed,
      'queue',
    ],
  ])('%s', (_title, user, eventReason, registration, expected) => {
    expect(outcome(explainRegister(request, user, eventReason, registration, NOW))).toBe(expected);
  });

  it('refuses an organizer who registers somebody for the event of another, once the event is known', () => {
    const other = { ...request, caller: organizer };
    expect(outcome(explainRegister(other, passed, refused({ ...event, organizer: 'otto' }), passed, NOW))).toBe(
      'Unauthorized',
    );
    expect(outcome(explainRegister(other, passed, refused(event), passed, NOW))).toBe('queue');
  });

  it('tells an organizer of another event nothing about the registration or the user', () => {
    const other = { ...request, caller: organizer };
    const foreign = refused({ ...event, organizer: 'otto' });
    for (const registration of [refused({ requestId: 'mine' }), refused({ requestId: 'other' }), hidden, passed]) {
      for (const user of [passed, refused(null), hidden]) {
        expect(outcome(explainRegister(other, user, foreign, registration, NOW))).toBe('Unauthorized');
        expect(outcome(explainRegister(other, user, refused(null), registration, NOW))).toBe('EventNotFound');
        expect(outcome(explainRegister(other, user, hidden, registration, NOW))).toBe('contended');
      }
    }
  });

  const reason = fc.constantFrom(passed, hidden, refused(null), refused(event));
  test.prop([reason, reason, reason])(
    'never decides on what comes after a hidden reason',
    (user, eventReason, registration) => {
      const decided = outcome(explainRegister(request, user, eventReason, registration, NOW));
      if (registration === hidden) {
        expect(decided).toBe('contended');
      } else if (registration === passed && user === hidden) {
        expect(decided).toBe('contended');
      } else if (registration === passed && user === passed && eventReason === hidden) {
        expect(decided).toBe('contended');
      }
    },
  );
});
