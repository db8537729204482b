import { replaceCode } from '../edit.ts';
import { withoutClause, withoutOrganizer } from './clause.ts';
import type { Guard } from './guard.ts';
import { ENTRY } from './leaving.ts';

const LAMBDA = 'lambda/promoteFromWaitlist/admitFromWaitlist.ts';

const WAITS = withoutClause('isWaitingSince', "is('registrationStatus', 'WAITLISTED')");
const SINCE = withoutClause('isWaitingSince', "is('waitlistedAt', waitlistedAt)");
const CAPACITY = withoutClause('admit', "is('capacity', event.capacity)");

export const ADMITTING: Guard[] = [
  {
    name: 'admit: live',
    edits: [withoutClause('admit', 'LIVE')],
    caughtBy: 'the event is cancelled before somebody is let in',
  },
  {
    name: 'admit: the capacity as read',
    edits: [CAPACITY],
    caughtBy: 'two are let in at once',
  },
  {
    name: 'admit: registration waits, with entry exists and the capacity as read',
    edits: [WAITS, SINCE, ENTRY, CAPACITY],
    caughtBy: 'somebody is let in twice at once',
  },
  {
    name: 'admit: registration waits, with entry exists',
    edits: [WAITS, SINCE, ENTRY],
    caughtBy: 'somebody is promoted before they are let in',
  },
  {
    name: 'admit: registration’s timestamp, with entry exists',
    edits: [SINCE, ENTRY],
    caughtBy: 'somebody joins the queue again before they are let in',
  },
  {
    name: 'admitFromWaitlist: who has a seat keeps it',
    edits: [
      replaceCode(
        'domain/waitlist/admit.ts',
        "{ kind: 'done', registration: toRegistration(own) }",
        "{ kind: 'failed', failure: notRegistered(eventId) }",
      ),
    ],
    caughtBy: 'somebody is let in twice, and somebody who never came',
  },
  {
    name: 'admitFromWaitlist: CANCELLED, and not only CLOSED',
    edits: [replaceCode('domain/waitlist/admit.ts', "event.status === 'CANCELLED'", "event.status !== 'OPEN'")],
    caughtBy: 'somebody is let in to an event that is cancelled',
  },
  {
    name: 'admit: waitlistCount >= seen (implied by the entries)',
    edits: [withoutClause('admit', "isAtLeast('waitlistCount', seen)")],
    caughtBy: 'the counter loses a waiting person before they are let in',
  },
  {
    name: 'admit: organizer',
    edits: [withoutOrganizer('admit')],
    caughtBy: 'the event changes hands before its organizer lets somebody in',
  },
  {
    name: 'admitFromWaitlist: the caller manages the event that is read',
    edits: [
      replaceCode('domain/waitlist/admit.ts', 'manages(caller, stored) ? null', 'stored !== null ? null'),
      withoutOrganizer('admit'),
    ],
    caughtBy: 'an organizer gives a seat out of turn at the event of another',
  },
  {
    name: 'admit: an old form is refused afterwards',
    edits: [replaceCode('domain/waitlist/admit.ts', "stamped: ['editedVersion']", 'stamped: []')],
    caughtBy: 'an old form comes after somebody was let in',
  },
  {
    name: 'admit: who leaves out of turn is noted',
    edits: [replaceCode('domain/waitlist/admit.ts', 'join === null ? [] : noteLeavers(eventId, [join])', '[]')],
    caughtBy: 'the last of the queue is let in, and then the head',
  },
  {
    name: 'who cannot be noted is let in all the same',
    edits: [replaceCode(LAMBDA, "mayNote &&= ofPage === undefined || judgeReason(ofPage) !== 'FAILED';", '')],
    caughtBy: 'somebody is let in who cannot be noted on a damaged page',
  },
];
