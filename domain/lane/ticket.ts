import { absent, allOf, is } from '../condition.ts';
import type { RegistrationItem, TicketItem, Wish } from '../item.ts';
import { ENTITY_TYPES, EXPIRY_ATTRIBUTE, isSameKey, LANE_SHARDS, ticketKey, type Key } from '../keys.ts';
import type { Action, Expression } from '../transaction.ts';
import { changing } from '../update.ts';
import { joinOf } from '../waitlist/leavers.ts';

/** Tickets and leases are forgotten so long after they have ended. */
const FORGOTTEN_SECONDS = 3600;

/** What is asked for, by whom, until when. */
export type Asking = Pick<
  TicketItem,
  'eventId' | 'userId' | 'requestId' | 'askedAt' | 'wish' | 'organizer' | 'deadlineMs'
>;

/**
 * What a request to register asks for. It keeps when the request began, also where this is not its first ticket.
 * @param organizer the organizer that the event must have, if one is required
 */
export function askingToRegister(
  { userId, eventId, requestId, begunAt }: { userId: string; eventId: string; requestId: string; begunAt: string },
  askedAt: string,
  deadlineMs: number,
  organizer: string | null,
): Asking {
  return { userId, eventId, requestId, askedAt, deadlineMs, organizer, wish: { kind: 'register', begunAt } };
}

/** What somebody wishes who waits by this registration, and gives their place up. */
export function wishToLeave(own: RegistrationItem): Wish {
  const { requestId, waitlistedAt = '' } = own;
  return { kind: 'leaveWaitlist', pinned: requestId, waitlistedAt, join: joinOf(own) };
}

/** The same, but nobody is noted who gives a place up. */
export function withoutNote<T extends Asking>(asking: T): T {
  return asking.wish.kind === 'leaveWaitlist' ? { ...asking, wish: { ...asking.wish, join: null } } : asking;
}

/** What a request to leave asks for. */
export function askingToLeave(
  { userId, eventId }: { userId: string; eventId: string },
  wish: Wish,
  rest: Pick<Asking, 'requestId' | 'askedAt' | 'deadlineMs' | 'organizer'>,
): Asking {
  return { userId, eventId, wish, ...rest };
}

/** The key of a request's ticket: the same for the same request; its last character says in which shard. */
export function keyOfTicket({
  eventId,
  askedAt,
  userId,
  requestId,
}: Pick<Asking, 'eventId' | 'askedAt' | 'userId' | 'requestId'>): Key {
  const last = requestId.slice(requestId.length - 1);
  return ticketKey(eventId, SHARD_LETTERS.indexOf(last) % LANE_SHARDS, askedAt, userId, requestId);
}

/** Whether a ticket lies under the key that its attributes make: no other can be taken, answered or refused. */
export function isAtItsPlace(ticket: TicketItem): boolean {
  return typeof ticket.requestId === 'string' && isSameKey(keyOfTicket(ticket), ticket);
}

const SHARD_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._@+-';

/**
 * Leaves a ticket, if there is none with its key: a put that is repeated after a lost answer undoes no decision. It is
 * no transaction, and conflicts with nobody.
 */
export function leaveTicket(asking: Asking): Action {
  const attributes = {
    ...asking,
    entityType: ENTITY_TYPES.ticket,
    state: 'ASKED',
    [EXPIRY_ATTRIBUTE]: expiryOf(asking.deadlineMs),
  };
  return { operation: 'PutItem', key: keyOfTicket(asking), attributes, condition: allOf<TicketItem>([absent()]) };
}

/** When items of the lane are forgotten, in epoch seconds. */
export function expiryOf(endMs: number): number {
  return Math.floor(endMs / 1000) + FORGOTTEN_SECONDS;
}

/** The condition that a ticket is there and undecided. */
function isAsked(): Expression {
  return allOf<TicketItem>([is('state', 'ASKED')]);
}

/**
 * Takes the ticket out of the lane: within a transaction that does what it asks for, or alone to take it back, so that
 * it never takes effect.
 */
export function takeTicket(ticket: Asking): Action {
  return { operation: 'DeleteItem', key: keyOfTicket(ticket), condition: isAsked() };
}

/** Within a transaction that gives a seat up: leaves word of who got it. `now` is a timestamp. */
export function answerTicket(ticket: Asking, promotedUserId: string | null, now: string): Action {
  const update = changing({}, { state: 'DONE', promotedUserId, decidedAt: now }, []);
  return { operation: 'UpdateItem', key: keyOfTicket(ticket), update, condition: isAsked() };
}

/** Tells whoever has left the ticket that it will not take effect, and to decide anew. `now` is a timestamp. */
export function refuseTicket(ticket: Asking, now: string): Action {
  const update = changing({}, { state: 'REFUSED', decidedAt: now }, []);
  return { operation: 'UpdateItem', key: keyOfTicket(ticket), update, condition: isAsked() };
}

/** Takes the ticket away, whatever its state: long after its end, or once whoever has left it knows that. */
export function forgetTicket(ticket: Asking): Action {
  return { operation: 'DeleteItem', key: keyOfTicket(ticket) };
}
