import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { countdownAt } from '../../client/countdown.ts';
import { standingIn as standingByClient, standingOf as standingOfClient } from '../../client/standing.ts';
import { toEvent } from '../../domain/event/event.ts';
import type { EventItem, EventStatus, RegistrationItem, RegistrationStatus } from '../../domain/item.ts';
import { explainState, type RegisterDecision } from '../../domain/registration/decision.ts';
import { toRegistration } from '../../domain/registration/registration.ts';
import { standingOf, type Standing } from '../../domain/registration/standing.ts';

const MS = Date.parse('2031-03-01T18:00:00.000Z');
const at = (ms: number): string => new Date(ms).toISOString();
/** The organizer, who is told of drafts as well. */
const caller = { username: 'ann', isOrganizer: true, isUnrestricted: false };
const request = { userId: 'ann', eventId: 'gala', requestId: 'mine', caller, begunAt: at(MS) };

const moment = fc.option(fc.integer({ min: MS - 1, max: MS + 1 }).map(at), { nil: undefined });
const stored = fc.record({
  status: fc.constantFrom<EventStatus>('DRAFT', 'OPEN', 'OPEN', 'OPEN', 'CLOSED', 'CANCELLED'),
  opensAt: moment,
  closesAt: moment,
  capacity: fc.constantFrom(1, 2),
  currentRegistrations: fc.constantFrom(0, 1, 2, 3),
  waitlistCount: fc.constantFrom(-1, 0, 0, 1),
  waitlistEnabled: fc.boolean(),
});
const own = fc.option(fc.constantFrom<RegistrationStatus>('REGISTERED', 'WAITLISTED'));

/** The standing that means this decision about a request that was not tried. */
function standingBy(decision: RegisterDecision, event: EventItem): Standing {
  if (decision.kind !== 'failed') {
    const isFree = event.currentRegistrations < event.capacity && event.waitlistCount <= 0;
    // A queue of fewer than nobody is mended first, and then joined or not.
    return isFree ? 'CAN_REGISTER' : event.waitlistEnabled ? 'CAN_JOIN_WAITLIST' : 'FULL';
  }
  const { errorType, errorInfo } = decision.failure;
  switch (errorType) {
    case 'AlreadyRegistered':
      return (errorInfo as { registration: { registrationStatus: RegistrationStatus } }).registration
        .registrationStatus;
    case 'UserNotFound':
      return 'NO_PROFILE';
    case 'EventFull':
      return 'FULL';
    case 'EventNotOpen': {
      const { status } = event;
      const isAhead = status === 'OPEN' && event.opensAt !== undefined && event.opensAt > request.begunAt;
      return status === 'CANCELLED' ? 'CANCELLED' : isAhead ? 'NOT_YET_OPEN' : 'CLOSED';
    }
    default:
      throw new Error(`no standing means ${errorType}`);
  }
}

describe('standingOf', () => {
  test.each([
    [{}, 'REGISTERED'],
    [{ registeredAt: at(MS) }, 'REGISTERED'],
    [{ waitlistedAt: at(MS) }, 'WAITLISTED'],
    [{ registrationStatus: 'LOST' as RegistrationStatus, waitlistedAt: at(MS), registeredAt: at(MS) }, 'REGISTERED'],
  ])('of a registration that has lost its status is what the rest of it says: %j', (registration, expected) => {
    expect(standingOf(toEvent({ status: 'OPEN' } as EventItem), registration, true, at(MS))).toBe(expected);
    expect(toRegistration(registration as RegistrationItem).registrationStatus).toBe(expected);
  });

  test.prop([stored, own, fc.boolean()], { numRuns: 2000 })(
    'is what registerForEvent would say, in its order, and what the client makes of the same',
    (values, registrationStatus, hasProfile) => {
      const event = { eventId: 'gala', organizer: 'ann', listing: 'PUBLIC', ...values } as EventItem;
      const registration =
        registrationStatus && ({ registrationStatus, requestId: 'another' } as unknown as RegistrationItem);
      const standing = standingOf(toEvent(event), registration, hasProfile, request.begunAt);
      const decision = explainState(
        request,
        hasProfile ? {} : null,
        { ...event },
        registration && { ...registration },
        request.begunAt,
      );
      expect(standing).toBe(standingBy(decision, event));
      // A client knows who has a profile by what was fetched, whatever the event was like then.
      const shown = { ...toEvent(event), viewerStanding: hasProfile ? ('FULL' as const) : ('NO_PROFILE' as const) };
      expect(standingOfClient(shown, registration, MS)).toBe(standing);
      expect(standingByClient(shown, registration, countdownAt(shown, MS).phase)).toBe(standing);
    },
  );
});
