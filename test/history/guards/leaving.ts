import { replaceCode } from '../edit.ts';
import { replaceClause, withoutClause, withoutOrganizer } from './clause.ts';
import type { Guard } from './guard.ts';

const LAMBDA = 'lambda/promoteFromWaitlist';
const RESOLVER = 'resolvers/registration/Mutation.unregisterFromEvent';

const REGISTERED = "is('registrationStatus', 'REGISTERED')";
const WAITLISTED = "is('registrationStatus', 'WAITLISTED')";
const HAS_STATUS = "{ parts: ['attribute_exists(', { attribute: 'registrationStatus' }, ')'] }";

const IS_REGISTERED = ['isRegistered', 'isRegisteredSince'];
const HAS_SEAT = IS_REGISTERED.map((condition) => withoutClause(condition, REGISTERED));
/** Whichever registration is given up: not only the one that was found first. */
export const PIN = withoutClause('isRegistered', "is('requestId', pinned)");
const SINCE = withoutClause('isRegisteredSince', "isNotAfter('createdAt', latest)");
const LEAVER_WAITS = withoutClause('leaveWaitlist', WAITLISTED);
const LEAVER_SINCE = withoutClause('leaveWaitlist', "is('waitlistedAt', waitlistedAt)");
const LEAVER_SAME = withoutClause('leaveWaitlist', "isStill('requestId', own.requestId)");
const LEAVERS_ENTRY = withoutClause('leaveWaitlist', 'exists()', 'WaitlistEntryItem');
/** Whoever takes an entry out does not mind whether it is there. */
export const ENTRY = withoutClause('deleteEntry', 'exists()');
const COUNTED = withoutClause('leavesNobodyUncounted', "isAbove('waitlistCount', 0)");
const ALONE = withoutClause('leavesNobodyUncounted', "either(staysAbove, is('waitlistTail', waitlistedAt))");
const HEAD_WAITS = withoutClause('isWaitingSince', WAITLISTED);
const HEAD_SINCE = withoutClause('isWaitingSince', "is('waitlistedAt', waitlistedAt)");

/** A token of its own for every repetition. */
export const TOKEN = replaceCode(
  `${LAMBDA}/effort/effort.ts`,
  'transact(actions, token)',
  'transact(actions, this.#surroundings.clock.newToken())',
);

export const LEAVING: Guard[] = [
  { name: 'releaseSeat: REGISTERED', edits: HAS_SEAT, caughtBy: 'somebody leaves who never came' },
  {
    name: 'releaseSeat: REGISTERED, not only there',
    edits: IS_REGISTERED.map((condition) => replaceClause(condition, REGISTERED, () => HAS_STATUS)),
    caughtBy: 'somebody waits for a cancelled event and leaves',
  },
  {
    name: 'releaseSeat: waitlistCount = 0',
    edits: [withoutClause('releaseSeat', "is('waitlistCount', 0)")],
    caughtBy: 'somebody leaves while others wait',
  },
  {
    name: 'releaseSeat: currentRegistrations > 0 (implied by the registration)',
    edits: [withoutClause('releaseSeat', "isAbove('currentRegistrations', 0)")],
    caughtBy: 'somebody leaves whom no number counts',
  },
  {
    name: 'releaseSeat: public, with somebody registered',
    edits: [withoutClause('releaseSeat', 'PUBLIC'), withoutClause('releaseSeat', "isAbove('currentRegistrations', 0)")],
    caughtBy: 'somebody leaves a draft',
  },
  {
    name: 'releaseSeat: organizer',
    edits: [withoutOrganizer('releaseSeat')],
    caughtBy: 'an organizer removes somebody from the event of another',
  },
  {
    name: 'the pin handed to the Lambda',
    edits: [
      replaceCode(`${LAMBDA}/unregisterFromEvent.ts`, 'leaving.pin !== null && own.requestId !== leaving.pin', 'false'),
    ],
    caughtBy: 'an answer is lost while leaving the queue, and the same person joins it again',
  },
  {
    name: 'releaseSeat: the registration that is meant',
    edits: [
      replaceCode(
        `${RESOLVER}/1.releaseSeat.ts`,
        'registrationId ?? null, currentTimestamp()',
        'null, currentTimestamp()',
      ),
    ],
    caughtBy: 'an old page gives up a newer registration',
  },
  {
    name: 'who gives up a place only is looked for first',
    edits: [replaceCode(`${RESOLVER}/1.releaseSeat.ts`, "ifStatus === 'WAITLISTED'", 'ifStatus === undefined')],
    caughtBy: 'somebody who has a seat gives up a place only',
  },
  {
    name: 'the Lambda refuses another registration, and another status, than is meant',
    edits: [replaceCode(`${LAMBDA}/unregisterFromEvent.ts`, '?? refuseByRegistration(request, own)', '')],
    caughtBy: 'somebody is promoted before giving up a place only',
  },
  {
    name: 'handOver: the registration that is meant',
    edits: [
      replaceCode(
        `${LAMBDA}/unregisterFromEvent.ts`,
        'registrationId === null ? isRegisteredSince',
        'true ? isRegisteredSince',
      ),
    ],
    caughtBy: 'a seat becomes that of another registration by itself before it is handed over',
  },
  {
    name: 'leaveWaitlist: WAITLISTED, with entry exists',
    edits: [LEAVER_WAITS, LEAVERS_ENTRY],
    caughtBy: 'somebody is promoted before leaving the queue',
  },
  {
    name: 'leaveWaitlist: timestamp and requestId, with entry exists',
    edits: [LEAVER_SINCE, LEAVER_SAME, LEAVERS_ENTRY],
    caughtBy: 'somebody leaves the queue and joins it again before leaving it',
  },
  {
    name: 'leaveWaitlist: WAITLISTED',
    edits: [LEAVER_WAITS],
    caughtBy: 'a waiting registration turns into a seat by itself',
  },
  {
    name: 'leaveWaitlist: timestamp',
    edits: [LEAVER_SINCE],
    caughtBy: 'a waiting registration gets another place by itself',
  },
  {
    name: 'leaveWaitlist: requestId',
    edits: [LEAVER_SAME],
    caughtBy: 'a waiting registration becomes another one by itself',
  },
  {
    name: 'leaveWaitlist: entry exists',
    edits: [LEAVERS_ENTRY],
    caughtBy: 'the entry of a waiting registration vanishes',
  },
  {
    name: 'handOver: those who are noted are a number',
    edits: [withoutClause('handOver', 'countsNoted()')],
    caughtBy: 'a seat is given up whose event has no number of those who are noted',
  },
  {
    name: 'leaveWaitlist: those who are noted are a number',
    edits: [withoutClause('leaveWaitlist', 'countsNoted()')],
    caughtBy: 'a place is given up whose event has no number of those who are noted',
  },
  {
    name: 'a group sets those who are noted where they are no number',
    edits: [replaceCode('domain/event/change.ts', '!isWhole(change.read.waitlistNoted ?? 0)', 'false')],
    caughtBy: 'a place is given up whose event has no number of those who are noted',
  },
  {
    name: 'noteLeavers: a page can be added to',
    edits: [withoutClause('noteLeavers', 'either(lacks(name), isAtLeast(name, 0))')],
    caughtBy: 'somebody leaves who cannot be noted on a damaged page',
  },
  {
    name: 'who cannot be noted leaves all the same, in the lane',
    edits: [
      replaceCode(
        `${LAMBDA}/lane/combine.ts`,
        'this.#mayNote &&= !hasFailed(reasons.slice(1 + members.length * actionsEach));',
        '',
      ),
    ],
    caughtBy: 'somebody leaves who cannot be noted on a damaged page',
  },
  {
    name: 'leaveWaitlist: waitlistCount > 0, so that the event exists (implied by the registration)',
    edits: [COUNTED, ALONE],
    caughtBy: 'the event vanishes before a waiting person leaves',
  },
  {
    name: 'leaveWaitlist: waitlistCount > 0 (implied by the registration)',
    edits: [COUNTED],
    caughtBy: 'somebody leaves the queue whom no number counts',
  },
  {
    name: 'leaveWaitlist: waitlistCount > 1, or nobody joined later',
    edits: [ALONE],
    caughtBy: 'the first of those leaves who wait, of whom too few are counted',
  },
  {
    name: 'leaveWaitlist: waitlistCount > 1',
    edits: [withoutClause('leavesNobodyUncounted', "isAbove<EventItem>('waitlistCount', 1)")],
    caughtBy: 'the last of those leaves who wait, of whom too few are counted',
  },
  {
    name: 'leaveWaitlist: waitlistCount > 1, of who joined behind others',
    edits: [replaceCode('domain/waitlist/leaveWaitlist.ts', 'joinedPosition === 1', 'joinedPosition !== undefined')],
    caughtBy: 'the last of those leaves who wait, of whom too few are counted',
  },
  {
    name: 'leaveWaitlist: organizer',
    edits: [withoutOrganizer('leaveWaitlist')],
    caughtBy: 'the event changes hands before its organizer removes a waiting person',
  },
  {
    name: 'handOver: leaver REGISTERED, and pinned or there when the request began',
    edits: [...HAS_SEAT, PIN, SINCE],
    caughtBy: 'somebody leaves twice at once',
  },
  {
    name: 'handOver: leaver there when the request began, with the token',
    edits: [SINCE, TOKEN],
    caughtBy:
      'an answer is lost while a seat is handed over, the same person takes one again, and the head waits again by itself',
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
  {
    name: 'handOver: head’s timestamp',
    edits: [HEAD_SINCE],
    caughtBy: 'the head of the queue is an old entry of somebody who waits',
  },
  {
    name: 'mendQueue: registration without a moment',
    edits: [withoutClause('isWaitingSince', "lacks('waitlistedAt')")],
    caughtBy: 'a waiting registration without a moment gets a place by itself while it is mended',
  },
  {
    name: 'handOver: live',
    edits: [withoutClause('handOver', 'LIVE')],
    caughtBy: 'the event is cancelled before a seat is handed over',
  },
  {
    name: 'handOver: waitlistCount >= seen (implied by the entries)',
    edits: [withoutClause('handOver', "isAtLeast('waitlistCount', seen)")],
    caughtBy: 'the counter loses a waiting person before a seat is handed over',
  },
  {
    name: 'handOver: currentRegistrations <= capacity',
    edits: [withoutClause('handOver', "isNotLess('capacity', 'currentRegistrations')")],
    caughtBy: 'seats are taken away from an event before one of them is handed over',
  },
  {
    name: 'handOver: organizer',
    edits: [withoutOrganizer('handOver')],
    caughtBy: 'the event changes hands before its organizer hands a seat over',
  },
  { name: 'token reuse', edits: [TOKEN], caughtBy: 'an answer is lost while a seat is handed over' },
];
