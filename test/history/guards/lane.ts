import { replaceCode, type Edit } from '../edit.ts';
import { withoutClause } from './clause.ts';
import type { Guard } from './guard.ts';
import { PIN, TOKEN } from './leaving.ts';

const LAMBDA = 'lambda/promoteFromWaitlist';
const COMBINE = `${LAMBDA}/lane/combine.ts`;
const READING = `${LAMBDA}/lane/reading.ts`;
const PLAN = `${LAMBDA}/lane/planGroup.ts`;
const TICKET = 'domain/lane/ticket.ts';
const GROUP = 'domain/lane/group.ts';

/** Whoever comes is not sent to the lane by this transaction. */
const pastLane = (transaction: string, caughtBy: string): Guard => ({
  name: `${transaction}: no crowd is being served`,
  edits: [withoutClause(transaction, 'hasNoLane(now)')],
  caughtBy,
});

const VERSION = withoutClause('isAsRead', "is('version', event.version)");
const TAKEN = withoutClause('isAsked', "is('state', 'ASKED')");
/** Deadlines are kept three times: when a ticket is chosen, just before its group is sent, and by sweeping it. */
const DEADLINE = replaceCode(READING, '&& deadlineMs - nowMs >= TAKE_MS', '');
const IN_TIME = replaceCode(COMBINE, 'if (untilMs - effort.nowMs() < TAKE_MS) { return; }', '');
const SWEPT = replaceCode(READING, 'deadlineMs + SWEEP_MS < nowMs || ', '');
/** Who gives up leaves the ticket where it is. */
const TAKE_BACK = replaceCode(
  `${LAMBDA}/lane/waitInLane.ts`,
  'const written = (await effort.last((table) => table.write(takeTicket(ticket))))?.answer ?? null;',
  'const written: Written | null = { isDone: true };',
);
const WRITTEN = replaceCode(
  `${LAMBDA}/lane/waitInLane.ts`,
  "import { combineIfFree } from './combine.ts';",
  "import { combineIfFree } from './combine.ts'; import type { Written } from '../table/table.ts';",
);
const QUEUE_WAITS = withoutClause('leaveQueue', "is('registrationStatus', 'WAITLISTED')");
const QUEUE_SINCE = withoutClause('leaveQueue', "is('waitlistedAt', waitlistedAt)");
const QUEUE_SAME = withoutClause('leaveQueue', "isStill('requestId', pinned)");
const QUEUE_ENTRY = withoutClause('leaveQueue', 'exists()');

const PLACES = ['RegistrationItem', 'WaitlistEntryItem'].map((item) => withoutClause('takePlaces', 'absent()', item));

/** Takes out the condition of an action of a ticket that is written with this code before it. */
const anyTicket = (code: string): Edit => replaceCode(TICKET, `${code}, condition: isAsked() }`, `${code} }`);

export const LANE: Guard[] = [
  pastLane('reserveSeat', 'a crowd is served when somebody comes to a free seat'),
  pastLane('joinWaitlist', 'a crowd comes before somebody joins the queue'),
  pastLane('releaseSeat', 'a crowd is served when somebody leaves'),
  pastLane('leaveWaitlist', 'a crowd comes before somebody leaves the queue'),
  pastLane('handOver', 'a crowd comes before a seat is handed over'),
  { name: 'a group: version as read', edits: [VERSION], caughtBy: 'the event closes before a group is committed' },
  {
    name: 'a group: createdAt as read',
    edits: [withoutClause('isAsRead', "is('createdAt', event.createdAt)")],
    caughtBy: 'the event is deleted and created again before a group is committed',
  },
  {
    name: 'a group: OPEN, as read',
    edits: [replaceCode(PLAN, "event.status === 'OPEN' && isWithin", 'isWithin')],
    caughtBy: 'the event closes before somebody asks for a seat in the lane',
  },
  {
    name: 'a group: waitlistEnabled, as read',
    edits: [replaceCode(PLAN, '(hasSeat || event.waitlistEnabled)', '(hasSeat || event.waitlistTail !== null)')],
    caughtBy: 'the last seat of an event without waitlist is taken before somebody asks for it in the lane',
  },
  {
    name: 'a group: organizer, as read',
    edits: [replaceCode(PLAN, 'organizer !== null && event.organizer !== organizer', 'false')],
    caughtBy: 'the event changes hands before its organizer asks for somebody’s seat in the lane',
  },
  {
    name: 'a group: no more seats than are free, as read',
    edits: [replaceCode(PLAN, 'Math.min(free, GROUPS.seats.people)', 'GROUPS.seats.people')],
    caughtBy: 'two ask for the last seat in the lane',
  },
  {
    name: 'a group: nobody waits for the seats, as read (implied while nothing is damaged)',
    edits: [replaceCode(PLAN, 'event.waitlistCount > 0 ? 0 :', '')],
    caughtBy: 'newcomers come in the lane to a seat that stands free beside a waiting person',
  },
  {
    name: 'a group: places are later than the queue’s tail, as read',
    edits: [replaceCode(PLAN, "event.waitlistTail === '' ? null : Date.parse(event.waitlistTail)", 'null')],
    caughtBy: 'the queue’s tail lies in the future when somebody joins in the lane',
  },
  {
    name: 'a group: live, as read, where seats are handed over',
    edits: [replaceCode(PLAN, '|| !isLive(event.status)', '|| !isLive(event.status) && false')],
    caughtBy: 'somebody leaves a cancelled event in the lane while others wait',
  },
  {
    name: 'a group: not more people with seats than there are, as read, where seats are handed over',
    edits: [replaceCode(PLAN, 'tooMany > 0', 'false')],
    caughtBy: 'somebody leaves in the lane whose event has fewer seats than people have',
  },
  {
    name: 'a group: places count up within it',
    edits: [
      replaceCode(GROUP, 'joinedPosition: event.waitlistCount + 1 + index', 'joinedPosition: event.waitlistCount + 1'),
    ],
    caughtBy: 'three join the queue in one group',
  },
  {
    name: 'a group: each member’s queue is the one after all of them',
    edits: [
      replaceCode(
        GROUP,
        'const joinedCount = event.waitlistCount + count',
        'const joinedCount = event.waitlistCount + 1',
      ),
    ],
    caughtBy: 'three join the queue in one group',
  },
  {
    name: 'a group: each leaver’s seat has a head of its own',
    edits: [
      replaceCode(GROUP, 'answerTicket(ticket, head.userId, now)', 'answerTicket(ticket, heads[0]!.userId, now)'),
    ],
    caughtBy: 'two give their seats to the queue in one group',
  },
  {
    name: 'a group: all seats that are given back are counted',
    edits: [replaceCode(GROUP, 'currentRegistrations: -counted', 'currentRegistrations: -1')],
    caughtBy: 'two give their seats back in one group',
  },
  {
    name: 'a group: all who leave the queue are counted',
    edits: [
      replaceCode(
        GROUP,
        "waitlistCount: -count }, waitlist: { kind: 'LEFT'",
        "waitlistCount: -1 }, waitlist: { kind: 'LEFT'",
      ),
    ],
    caughtBy: 'two leave the queue in one group',
  },
  {
    name: 'a group: each who leaves the queue is a change of it',
    edits: [replaceCode(GROUP, 'waitlistChanges: count', 'waitlistChanges: 1')],
    caughtBy: 'two leave the queue in one group',
  },
  {
    name: 'reserveSeats: no registration yet',
    edits: [withoutClause('reserveSeats', 'absent()')],
    caughtBy: 'somebody asks for a seat in the lane who has one already',
  },
  {
    name: 'takePlaces: no registration yet',
    edits: [withoutClause('takePlaces', 'absent()', 'RegistrationItem')],
    caughtBy: 'somebody asks for a place in the lane who has a seat already',
  },
  {
    name: 'takePlaces: entry absent (implied by the version)',
    edits: [withoutClause('takePlaces', 'absent()', 'WaitlistEntryItem')],
    caughtBy: 'an entry lies where a group will join',
  },
  {
    name: 'a group has each person once',
    edits: [replaceCode(READING, '&& !users.has(ticket.userId)', '')],
    caughtBy: 'somebody asks twice for a place in the lane',
  },
  {
    name: 'who stands against a group is refused',
    edits: [
      replaceCode(
        COMBINE,
        'await this.#reading.refuseWithOthers(atFault.filter((member) => !served.includes(member)));',
        '',
      ),
    ],
    caughtBy: 'somebody asks for a seat in the lane who has one already',
  },
  {
    name: 'who cannot be served is refused',
    edits: [replaceCode(COMBINE, 'await this.#reading.refuse(plan.refused);', '')],
    caughtBy: 'the event closes before somebody asks for a seat in the lane',
  },
  {
    name: 'a refused group is planned afresh',
    edits: [
      replaceCode(
        COMBINE,
        "this.#event = event && judgeReason(event) === 'FAILED' ? (event.item as EventItem | null) : null;",
        '',
      ),
    ],
    caughtBy: 'the event closes before a group is committed',
  },
  { name: 'a ticket: undecided', edits: [TAKEN], caughtBy: 'a ticket is taken back before a group serves it' },
  {
    name: 'takeTicket: undecided, in a group',
    edits: [anyTicket("{ operation: 'DeleteItem', key: keyOfTicket(ticket)")],
    caughtBy: 'a ticket is taken back before a group serves it',
  },
  {
    name: 'whoever gives up looks whether the ticket was served',
    edits: [
      replaceCode(`${LAMBDA}/registerForEvent.ts`, 'const look = hasTried ?', 'const look = hasTried && false ?'),
    ],
    caughtBy: 'somebody gives up whose ticket is being served',
  },
  {
    name: 'takeTicket: undecided, by whoever gives up',
    edits: [anyTicket("{ operation: 'DeleteItem', key: keyOfTicket(ticket)")],
    caughtBy: 'somebody gives up whose ticket to leave is being served',
  },
  {
    name: 'answerTicket: undecided',
    edits: [
      replaceCode(
        TICKET,
        "{ state: 'DONE', promotedUserId, decidedAt: now }, []); return { operation: 'UpdateItem', key: keyOfTicket(ticket), update, condition: isAsked() }",
        "{ state: 'DONE', promotedUserId, decidedAt: now }, []); return { operation: 'UpdateItem', key: keyOfTicket(ticket), update }",
      ),
    ],
    caughtBy: 'a ticket to leave is taken back before a group serves it',
  },
  {
    name: 'refuseTicket: undecided',
    edits: [
      replaceCode(
        TICKET,
        "{ state: 'REFUSED', decidedAt: now }, []); return { operation: 'UpdateItem', key: keyOfTicket(ticket), update, condition: isAsked() }",
        "{ state: 'REFUSED', decidedAt: now }, []); return { operation: 'UpdateItem', key: keyOfTicket(ticket), update }",
      ),
    ],
    caughtBy: 'a ticket is taken back before it is refused',
  },
  { name: 'a ticket: not after its deadline', edits: [DEADLINE], caughtBy: 'a ticket is found after its deadline' },
  {
    name: 'a ticket: not after its decidedBy, by all that looks at deadlines',
    edits: [DEADLINE, IN_TIME, SWEPT],
    caughtBy: 'a ticket is found after its decidedBy',
  },
  {
    name: 'who gives up takes the ticket back',
    edits: [TAKE_BACK, WRITTEN],
    caughtBy: 'somebody gives up whose ticket nobody serves',
  },
  {
    name: 'who knows that a ticket was refused takes it away',
    edits: [replaceCode(`${LAMBDA}/lane/waitInLane.ts`, "fate?.kind === 'REFUSED'", 'false')],
    caughtBy: 'the event closes before somebody asks for a seat in the lane',
  },
  {
    name: 'who has left takes the ticket away',
    edits: [replaceCode(`${LAMBDA}/unregisterFromEvent.ts`, 'await forgetOwn(effort, asked);', '')],
    caughtBy: 'two give their seats back in one group',
  },
  {
    name: 'a ticket to leave: there when the request began',
    edits: [replaceCode(GROUP, 'isRegisteredSince(begunAt)', 'isRegistered(null)')],
    caughtBy: 'a ticket to leave is found whose registration has ended, and there is a newer one',
  },
  {
    name: 'a ticket to leave: the pin',
    edits: [PIN],
    caughtBy: 'a ticket to leave is found whose registration has ended, and there is another one',
  },
  {
    name: 'leaveQueue: WAITLISTED, with entry exists',
    edits: [QUEUE_WAITS, QUEUE_ENTRY],
    caughtBy: 'a ticket to leave the queue is found whose place has become a seat',
  },
  {
    name: 'leaveQueue: timestamp and requestId, with entry exists',
    edits: [QUEUE_SINCE, QUEUE_SAME, QUEUE_ENTRY],
    caughtBy: 'a ticket to leave the queue is found whose place was given up for another',
  },
  {
    name: 'leaveQueue: WAITLISTED',
    edits: [QUEUE_WAITS],
    caughtBy: 'a waiting registration turns into a seat by itself',
  },
  {
    name: 'leaveQueue: timestamp',
    edits: [QUEUE_SINCE],
    caughtBy: 'a waiting registration gets another place by itself',
  },
  {
    name: 'leaveQueue: requestId',
    edits: [QUEUE_SAME],
    caughtBy: 'a waiting registration becomes another one by itself',
  },
  {
    name: 'leaveQueue: entry exists',
    edits: [QUEUE_ENTRY],
    caughtBy: 'the entry of a waiting registration vanishes',
  },
  {
    name: 'a refused ticket is decided afresh, when leaving',
    edits: [
      replaceCode(
        `${LAMBDA}/unregisterFromEvent.ts`,
        'asked = null; } } catch',
        'return { failure: busy(effort.effect) }; } } catch',
      ),
    ],
    caughtBy: 'a conflict hides that somebody waits',
  },
  {
    name: 'after a lost put, being gone proves nothing, in the resolver',
    edits: [replaceCode(`${LAMBDA}/settle.ts`, 'payload.ticket?.isLeft === true', 'payload.ticket')],
    caughtBy: 'the resolver leaves a ticket to leave, which is served and swept, and is not told of it',
  },
  {
    name: 'after a lost put, being gone proves nothing, in the Lambda',
    edits: [replaceCode(`${LAMBDA}/lane/waitInLane.ts`, "wasLost ? 'MAYBE_MADE' : effectBefore", 'effectBefore')],
    caughtBy: 'the Lambda leaves a ticket to leave, which is served and swept, and is not told of it',
  },
  {
    name: 'leaveTicket: absent',
    edits: [withoutClause('leaveTicket', 'absent()')],
    caughtBy: 'the resolver leaves a ticket to leave, which is served, and is not told of it',
  },
  {
    name: 'a ticket that is there already is left, in the resolver',
    edits: [replaceCode('resolvers/shared/lane.ts', 'hasFailedCondition(ctx)', "ctx.error?.type === ''")],
    caughtBy: 'AppSync puts a ticket to leave twice, which is served in between',
  },
  {
    name: 'a ticket that may not have been left is left again',
    edits: [
      replaceCode(
        `${LAMBDA}/registerForEvent.ts`,
        'ticket !== null && left?.isLeft === false && !(await isServed())',
        'false',
      ),
    ],
    caughtBy: 'the resolver’s ticket does not arrive',
  },
  {
    name: 'who works through the lane serves everybody',
    edits: [
      replaceCode(
        READING,
        'return this.#unserved; }',
        'return this.#unserved.filter((one) => one.requestId === this.#own.requestId); }',
      ),
    ],
    caughtBy: 'the Lambda is killed before it commits a group',
  },
  {
    name: 'a group is committed once: version, tickets, entries and registrations',
    edits: [VERSION, TAKEN, ...PLACES],
    caughtBy: 'two work through the lane at once',
  },
  {
    name: 'a group is committed once: token, version, ticket and pin',
    edits: [TOKEN, VERSION, TAKEN, PIN],
    caughtBy: 'an answer is lost while a seat is given back, and the same person takes it again',
  },
  {
    name: 'who waits works through the lane',
    edits: [replaceCode(`${LAMBDA}/lane/waitInLane.ts`, 'looks % LEASE_LOOKS === 0', 'looks < 0')],
    caughtBy: 'somebody else joins the queue first, again and again',
  },
  {
    name: 'a lease ends',
    edits: [replaceCode(COMBINE, 'isHeld(lease, effort.nowMs())', 'lease !== null')],
    caughtBy: 'who worked through the lane has died',
  },
];
