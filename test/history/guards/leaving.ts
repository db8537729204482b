import { withoutClause, withoutLive, withoutOrganizer, type Guard } from './guard.ts';
import type { Edit } from '../variant.ts';

const RELEASE = 'domain/registration/releaseSeat.ts';
const LEAVE = 'domain/waitlist/leaveWaitlist.ts';
const HAND = 'domain/waitlist/handOver.ts';
const PROMOTION = 'domain/waitlist/promotion.ts';

const REGISTERED = '#if_registrationStatus = :if_registered';
const HAS_SEAT = withoutClause(RELEASE, REGISTERED);
const PIN = withoutClause(RELEASE, '#if_requestId = :if_requestId');
const SINCE = withoutClause(RELEASE, '#if_createdAt <= :if_latest');
const LEAVER_WAITS = withoutClause(LEAVE, '#if_registrationStatus = :if_waitlisted');
const LEAVER_SINCE = withoutClause(LEAVE, '#if_waitlistedAt = :if_waitlistedAt');
const LEAVER_SAME = withoutClause(LEAVE, '#if_requestId = :if_requestId');
const LEAVERS_ENTRY: Edit = { file: LEAVE, find: ', condition: exists() }', replace: ' }' };
const ENTRY: Edit = { file: PROMOTION, find: ', condition: exists() }', replace: ' }' };
const HEAD_WAITS = withoutClause(PROMOTION, '#if_registrationStatus = :if_waitlisted');
const HEAD_SINCE = withoutClause(PROMOTION, '#if_waitlistedAt = :if_waitlistedAt');
const SOMEBODY_WAITS = withoutClause(HAND, '#if_waitlistCount > :if_zero');

/** A token of its own for every repetition. */
export const TOKEN: Edit = {
  file: 'lambda/promoteFromWaitlist/effort/effort.ts',
  find: 'transact(actions, token)',
  replace: 'transact(actions, this.#surroundings.clock.newToken())',
};

export const LEAVING: Guard[] = [
  { name: 'releaseSeat: REGISTERED', edits: [HAS_SEAT], caughtBy: 'somebody leaves who never came' },
  {
    name: 'releaseSeat: REGISTERED, not only there',
    edits: [{ file: RELEASE, find: `'${REGISTERED}'`, replace: `'attribute_exists(#if_registrationStatus) OR ${REGISTERED}'` }],
    caughtBy: 'somebody waits for a cancelled event and leaves',
  },
  {
    name: 'releaseSeat: waitlistCount = 0',
    edits: [{ file: RELEASE, find: '(#if_waitlistCount = :if_zero AND', replace: '((#if_waitlistCount = :if_zero OR NOT #if_waitlistCount = :if_zero) AND' }],
    caughtBy: 'somebody leaves while others wait',
  },
  {
    name: 'releaseSeat: live',
    edits: [{ file: RELEASE, find: ' AND ${LIVE})', replace: ' AND (${LIVE} OR NOT ${LIVE}))' }],
    caughtBy: 'somebody leaves a draft',
  },
  { name: 'releaseSeat: organizer', edits: withoutOrganizer(RELEASE), caughtBy: 'an organizer removes somebody from the event of another' },
  {
    name: 'the pin in releaseSeat’s condition, with the token',
    edits: [PIN, TOKEN],
    caughtBy: 'an answer is lost while a seat is given back, and the same person takes it again',
  },
  {
    name: 'the pin handed to the Lambda',
    edits: [{ file: 'lambda/promoteFromWaitlist/unregisterFromEvent.ts', find: '(pin !== null && own.requestId !== pin)', replace: 'false' }],
    caughtBy: 'an answer is lost while leaving the queue, and the same person joins it again',
  },
  { name: 'leaveWaitlist: WAITLISTED, with entry exists', edits: [LEAVER_WAITS, LEAVERS_ENTRY], caughtBy: 'somebody is promoted before leaving the queue' },
  {
    name: 'leaveWaitlist: timestamp and requestId, with entry exists',
    edits: [LEAVER_SINCE, LEAVER_SAME, LEAVERS_ENTRY],
    caughtBy: 'somebody leaves the queue and joins it again before leaving it',
  },
  { name: 'leaveWaitlist: WAITLISTED', edits: [LEAVER_WAITS], caughtBy: 'a waiting registration turns into a seat by itself' },
  { name: 'leaveWaitlist: timestamp', edits: [LEAVER_SINCE], caughtBy: 'a waiting registration gets another place by itself' },
  { name: 'leaveWaitlist: requestId', edits: [LEAVER_SAME], caughtBy: 'a waiting registration becomes another one by itself' },
  { name: 'leaveWaitlist: entry exists', edits: [LEAVERS_ENTRY], caughtBy: 'the entry of a waiting registration vanishes' },
  {
    name: 'leaveWaitlist: event exists (implied by the registration)',
    edits: [
      {
        file: LEAVE,
        find: 'existsAnd(owner.clauses, owner.attributes, owner.values)',
        replace: '(owner.clauses.length === 0 ? undefined : allOf(owner.clauses, owner.attributes, owner.values))',
      },
    ],
    caughtBy: 'the event vanishes before a waiting person leaves',
  },
  { name: 'leaveWaitlist: organizer', edits: withoutOrganizer(LEAVE), caughtBy: 'the event changes hands before its organizer removes a waiting person' },
  { name: 'handOver: leaver REGISTERED, and pinned or there when the request began', edits: [HAS_SEAT, PIN, SINCE], caughtBy: 'somebody leaves twice at once' },
  {
    name: 'handOver: leaver there when the request began, with the token',
    edits: [SINCE, TOKEN],
    caughtBy: 'an answer is lost while a seat is handed over, the same person takes one again, and the head waits again by itself',
  },
  {
    name: 'handOver: head’s registration waits, with entry exists',
    edits: [HEAD_WAITS, HEAD_SINCE, ENTRY],
    caughtBy: 'two leave at once, and both see the same head of the queue',
  },
  {
    name: 'raiseCapacity: each registration waits, with entry exists',
    edits: [HEAD_WAITS, HEAD_SINCE, ENTRY],
    caughtBy: 'somebody leaves the queue who is about to be promoted by a raised capacity',
  },
  {
    name: 'handOver: head’s timestamp, with entry exists',
    edits: [HEAD_SINCE, ENTRY],
    caughtBy: 'the head of the queue leaves it and joins again before a seat is handed over',
  },
  { name: 'handOver: head WAITLISTED', edits: [HEAD_WAITS], caughtBy: 'the head of the queue has a seat already' },
  { name: 'handOver: head’s timestamp', edits: [HEAD_SINCE], caughtBy: 'the head of the queue is an old entry of somebody who waits' },
  { name: 'handOver, dropEntry: entry exists', edits: [ENTRY], caughtBy: 'two drop the same damaged entry at once' },
  { name: 'handOver: live', edits: [withoutLive(HAND)], caughtBy: 'the event is cancelled before a seat is handed over' },
  {
    name: 'handOver: waitlistCount > 0 (implied by the entry)',
    edits: [SOMEBODY_WAITS],
    caughtBy: 'the counter loses a waiting person before a seat is handed over',
  },
  { name: 'handOver: organizer', edits: withoutOrganizer(HAND), caughtBy: 'the event changes hands before its organizer hands a seat over' },
  { name: 'token reuse', edits: [TOKEN], caughtBy: 'an answer is lost while a seat is handed over' },
];
