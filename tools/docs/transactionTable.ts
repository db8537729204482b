import { createEvent, type NewEvent } from '../../domain/event/createEvent.ts';
import { deleteEvent } from '../../domain/event/deleteEvent.ts';
import { updateEvent, type EventPatch } from '../../domain/event/updateEvent.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem, Wish } from '../../domain/item.ts';
import { TABLE_KEYS, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import { raiseFlag } from '../../domain/event/laneFlag.ts';
import { handOverSeats, leaveQueue, releaseSeats, reserveSeats, takePlaces } from '../../domain/lane/group.ts';
import { keepLease, offerLease, returnLease, takeLease } from '../../domain/lane/lease.ts';
import { askForPause, endPause } from '../../domain/lane/pause.ts';
import { forgetTicket, leaveTicket, refuseTicket } from '../../domain/lane/ticket.ts';
import { checkIn, undoCheckIn } from '../../domain/registration/checkIn.ts';
import { isRegistered, isRegisteredSince, releaseSeat } from '../../domain/registration/releaseSeat.ts';
import { reserveSeat } from '../../domain/registration/reserveSeat.ts';
import type { Action, Expression } from '../../domain/transaction.ts';
import { removeOrganizer } from '../../domain/event/removeOrganizer.ts';
import { dropRegistration } from '../../domain/registration/dropRegistration.ts';
import { deleteProfile, markErasing } from '../../domain/user/deleteUser.ts';
import { createUser, updateUser } from '../../domain/user/user.ts';
import { admit } from '../../domain/waitlist/admit.ts';
import { fillSeat } from '../../domain/waitlist/fillSeat.ts';
import { handOver } from '../../domain/waitlist/handOver.ts';
import { joinWaitlist } from '../../domain/waitlist/joinWaitlist.ts';
import { beginTelling, completeTelling, tell } from '../../domain/event/cancellation.ts';
import {
  clearEntries,
  clearRegistrations,
  countNobody,
  requestDeletion,
} from '../../domain/registration/clearEvent.ts';
import { leaveWaitlist } from '../../domain/waitlist/leaveWaitlist.ts';
import { mendQueue, type Mend } from '../../domain/waitlist/mendQueue.ts';
import { noteQueue } from '../../domain/waitlist/noteQueue.ts';
import { raiseCapacity } from '../../domain/waitlist/raiseCapacity.ts';

/**
 * Every write of the domain as a Markdown table: a row for each action of each transaction, with the condition that
 * DynamoDB judges. The caller is an organizer who acts for somebody else, so that the clauses on the organizer are
 * there; values are named, not real.
 */
export function transactionTable(): string {
  const rows = sampleTransactions().flatMap(([name, actions]) =>
    actions.map((action) => [`\`${name}\``, ...describeAction(action)]),
  );
  const lines = [['Transaction', 'Action', 'Item', 'Condition'], ['---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/**
 * The clauses of a condition by their names, which are what they say: `status = OPEN`,
 * `currentRegistrations < capacity`.
 */
export function clauseNames({ expression, names, values }: Expression): string[] {
  return expression
    .replace(/[#:]if_\w+/g, (placeholder) => names[placeholder] ?? String(values[placeholder]))
    .replaceAll(`attribute_not_exists(${TABLE_KEYS.partitionKey})`, 'the item is absent')
    .replaceAll(`attribute_exists(${TABLE_KEYS.partitionKey})`, 'the item exists')
    .replace(/attribute_not_exists\((\w+)\)/g, 'no $1')
    .slice(1, -1)
    .split(') AND (');
}

function describeAction({ operation, key, condition }: Action): string[] {
  const clauses = condition === undefined ? [] : clauseNames(condition).map((name) => `\`${name}\``);
  const parts = Object.values(key).map((part) => `\`${part}\``);
  return [operation, parts.join(' '), clauses.join(', ') || '—'];
}

/** What was read before, and must still be so. */
const READ = 'as read';

/** The name of each transaction, and its actions for sample arguments; a second row for a second way to call it. */
function sampleTransactions(): [name: string, actions: Action[]][] {
  const now = 'now';
  const caller = { username: 'caller', isOrganizer: true, isUnrestricted: false };
  const request = { userId: 'userId', eventId: 'eventId', requestId: 'requestId', caller, begunAt: 'begunAt' };
  const event = sample<EventItem>({
    eventId: 'eventId',
    capacity: READ,
    currentRegistrations: READ,
    version: READ,
    waitlistVersion: READ,
    createdAt: READ,
  });
  const newEvent = sample<NewEvent>({ eventId: 'eventId', description: 'description', organizer: 'new organizer' });
  const patch = sample<EventPatch>({
    status: 'OPEN',
    capacity: 'new capacity',
    description: 'description',
    date: 'new date',
    registrationOpensAt: 'new opensAt',
  });
  const ends = sample<EventPatch>({
    endsAt: 'new endsAt',
    registrationClosesAt: 'new closesAt',
    ifVersion: 'ifVersion',
  });
  const join = { event: 'createdAt', number: 1 };
  const own = sample<RegistrationItem>({
    waitlistedAt: 't',
    requestId: READ,
    joinedPosition: 1,
    joinedDepartures: 0,
    joinedEvent: 'createdAt',
  });
  const place = { eventId: 'eventId', waitlistedAt: 't', userId: 'head' };
  const head = sample<WaitlistEntryItem>({ ...waitlistEntryKey('eventId', 't', 'head'), ...place });
  const leaving = { kind: 'leaveSeat' as const, pinned: 'pinned', begunAt: 'begunAt' };
  const asking = <W extends Wish>(wish: W) => ({
    eventId: 'eventId',
    userId: 'userId',
    requestId: 'requestId',
    askedAt: 'askedAt',
    wish,
    organizer: null,
    deadlineMs: 0,
  });
  const waiting = sample<RegistrationItem>({ userId: 'userId', waitlistedAt: 't' });
  const gone = { eventId: 'eventId', createdAt: 'createdAt' };
  const cancelled = { ...gone, cancelledAt: 'cancelledAt' };
  const inEvent = sample<RegistrationItem>({
    ...registrationKey('userId', 'eventId'),
    userId: 'userId',
    registrationStatus: READ,
    waitlistedAt: 't',
  });
  const mends: Mend[] = [
    { kind: 'drop', entry: waitlistEntryKey('eventId', 't', 'head') },
    { kind: 'restamp', waitlistedAt: 't1', own: waiting },
    { kind: 'restamp', waitlistedAt: 't1', own: { ...waiting, waitlistedAt: undefined } },
    { kind: 'place', isThere: false, own: waiting },
    { kind: 'status', own: waiting },
  ];
  return [
    ['createUser', createUser({ userId: 'userId', name: 'name' }, now)],
    ['updateUser', [updateUser({ userId: 'userId', name: 'name' }, now)]],
    ['markErasing', [markErasing('userId', now)]],
    ['deleteProfile', [deleteProfile('userId', 'erasingAt')]],
    ['dropRegistration', dropRegistration(sample<RegistrationItem>({ userId: 'userId', eventId: 'eventId' }))],
    ['removeOrganizer', removeOrganizer('eventId', 'organizer', now)],
    ['createEvent', createEvent(newEvent, now)],
    ['updateEvent', updateEvent('eventId', patch, caller, now)],
    ['updateEvent, ends', updateEvent('eventId', ends, caller, now)],
    ['raiseCapacity', raiseCapacity(event, [head], 2, patch, caller, now)],
    ['raiseCapacity, ends', raiseCapacity(event, [head], 2, ends, caller, now)],
    ['deleteEvent', deleteEvent('eventId', caller, { ...gone, status: 'OPEN', waitlistJoins: 1 }, now)],
    ['deleteEvent, cancelled', deleteEvent('eventId', caller, { ...gone, status: 'CANCELLED' }, now)],
    ['requestDeletion', requestDeletion('eventId', caller, now)],
    ['beginTelling', beginTelling(cancelled, 1, now)],
    ['tell', tell(cancelled, [registrationKey('userId', 'eventId')], now)],
    ['completeTelling', [completeTelling(cancelled, now)]],
    ['clearRegistrations', clearRegistrations(event, [inEvent], now)],
    ['clearEntries', clearEntries(event, [head], now)],
    ['countNobody', countNobody(event, now)],
    ['reserveSeat', reserveSeat(request, now)],
    ['joinWaitlist', joinWaitlist(request, { event, waitlistedAt: 't' }, now)],
    ['releaseSeat', releaseSeat(request, 'pinned', now)],
    ['handOver', handOver(request, isRegistered('pinned'), head, 1, now)],
    ['handOver, unpinned', handOver(request, isRegisteredSince('begunAt'), head, 1, now)],
    ['leaveWaitlist', leaveWaitlist(request, own, now)],
    ['leaveWaitlist, 1st', leaveWaitlist(request, { ...own, joinedPosition: 1 }, now)],
    [
      'admit',
      admit(
        { userId: 'userId', eventId: 'eventId', reason: 'reason', caller },
        { event, own, entry: head, seen: 2, mayNote: true },
        now,
      ),
    ],
    ['checkIn', [checkIn('userId', 'eventId', 'at', now)]],
    ['undoCheckIn', [undoCheckIn('userId', 'eventId', now)]],
    ['fillSeat', fillSeat(event, head, 1, now)],
    ['mendQueue', mendQueue(event, mends, { waitlistCount: 0, waitlistTail: '' }, now)],
    ['noteQueue', noteQueue(event, { pages: [{ ...join, number: 0 }], joins: [join] }, now)],
    ['reserveSeats', reserveSeats(event, [asking({ kind: 'register' })], 'soon', now)],
    ['takePlaces', takePlaces(event, [asking({ kind: 'register' })], ['t'], 'soon', now)],
    ['releaseSeats', releaseSeats(event, [asking(leaving)], 'soon', now)],
    ['handOverSeats', handOverSeats(event, [asking(leaving)], [head], 'soon', now)],
    [
      'leaveQueue',
      leaveQueue(event, [asking({ kind: 'leaveWaitlist', pinned: 'pinned', waitlistedAt: 't', join })], 'soon', now),
    ],
    ['leaveTicket', [leaveTicket(asking(leaving))]],
    ['refuseTicket', [refuseTicket(asking(leaving), now)]],
    ['forgetTicket', [forgetTicket(asking(leaving))]],
    ['raiseFlag', [raiseFlag('eventId', 'until')]],
    ['takeLease', [takeLease('eventId', 'this one', sample<number>('now'))]],
    ['keepLease', [keepLease('eventId', 'this one', sample<number>('now'))]],
    ['offerLease', [offerLease('eventId', 'this one', sample<number>('now'))]],
    ['returnLease', [returnLease('eventId', 'this one')]],
    ['askForPause', [askForPause('eventId', 'this one', sample<number>('now'))]],
    ['endPause', [endPause('eventId', 'this one')]],
  ];
}

/** Names in place of values, whatever their type. */
function sample<T>(names: { [A in keyof T]?: unknown } | string): T {
  return names as T;
}
