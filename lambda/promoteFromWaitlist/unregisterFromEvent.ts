import { manages, requiredOrganizer } from '../../domain/caller.ts';
import { isPublic } from '../../domain/event/status.ts';
import { busy, eventNotFound, notRegistered, type Repeating } from '../../domain/error.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem, Wish } from '../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import { askingToLeave, wishToLeave, type Asking } from '../../domain/lane/ticket.ts';
import { left, type Unregistration, type UnregistrationRequest } from '../../domain/registration/registration.ts';
import {
  isRegistered,
  isRegisteredSince,
  refuseByEvent,
  refuseByRegistration,
} from '../../domain/registration/releaseSeat.ts';
import { hasLostStatus } from '../../domain/registration/status.ts';
import { handOver } from '../../domain/waitlist/handOver.ts';
import { mendIfDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { OutOfTime } from './effort/outOfTime.ts';
import { enterLane, forgetOwn, takeBack, waitInLane, type Fate } from './lane/waitInLane.ts';
import type { Answer, LeftTicket } from './payload.ts';

/** The one who leaves, as far as it is known: the request id of the registration to give up, and the event as read. */
interface Leaving {
  request: UnregistrationRequest;
  begunAt: string;
  pin: string | null;
  known: EventItem | null;
}

/**
 * Gives up a registration (docs/design.md#unregistering): a waiting one leaves the queue, a seat goes to the head of
 * the queue in the same transaction, or becomes free if nobody waits. Where others are in the way, a ticket in the
 * event's lane asks for it; a refused ticket is decided afresh from the stored registration.
 * @param pinned the request id of the registration to give up, null: the one that is asked for, or that is found first.
 * No other is touched.
 * @param begunAt when the request began
 * @param ticket what the resolver has left in the lane, null if nothing
 * @returns what was given up, or NotRegistered, RegistrationStatusChanged, EventNotFound, Unauthorized, or Busy: also
 * when the registration is gone after a lost answer, since that may have been this very request (`effort.effect` says
 * so)
 */
export async function unregisterFromEvent(
  effort: Effort,
  request: UnregistrationRequest,
  pinned: string | null,
  begunAt: string,
  ticket: LeftTicket | null,
): Promise<Answer<Unregistration>> {
  const { caller, eventId } = request;
  const mustReadEvent = caller.isOrganizer && !caller.isUnrestricted;
  const { registrationId = null } = request;
  const leaving: Leaving = { request, begunAt, pin: pinned ?? registrationId, known: null };
  const isAsMeant = leaving.pin === registrationId;
  let asked = ticket === null ? null : ticket.asking;
  try {
    leaving.known = mustReadEvent ? await readEvent(effort, eventId) : null;
    if (asked !== null && ticket?.isLeft === false) {
      await enterLane(effort, asked);
    }
    if (asked === null && isAsMeant && effort.effect === 'NOT_MADE') {
      const handed = await handOverAtOnce(effort, leaving);
      if (handed !== null) {
        return { value: handed };
      }
    }
    for (;;) {
      if (asked === null) {
        const next = await decide(effort, leaving);
        if ('answer' in next) {
          return next.answer;
        }
        asked = askingToLeave(request, next.wish, {
          requestId: effort.newToken(),
          askedAt: effort.now(),
          deadlineMs: effort.deadlineMs,
          organizer: requiredOrganizer(caller, request.userId),
        });
        await enterLane(effort, asked);
      }
      const fate = await waitInLane(effort, asked);
      if (fate.kind === 'DONE') {
        return { value: await answerDone(effort, leaving, asked, fate) };
      }
      if (fate.kind === 'TAKEN') {
        // Somebody has swept it: it may have been served before.
        effort.effect = 'MAYBE_MADE';
      }
      asked = null;
    }
  } catch (error) {
    if (error instanceof OutOfTime) {
      return answerLate(effort, leaving, asked);
    }
    throw error;
  }
}

/** What to ask for, as the stored registration says; or the answer, if there is nothing to ask for. */
async function decide(effort: Effort, leaving: Leaving): Promise<{ answer: Answer<Unregistration> } | { wish: Wish }> {
  const { request, begunAt } = leaving;
  const { userId, eventId } = request;
  for (;;) {
    const [own, event, [head = null]] = await Promise.all([
      effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId))),
      readEvent(effort, eventId),
      readHeads(effort, eventId, 1),
    ]);
    leaving.known = event;
    const isAnother = own !== null && leaving.pin !== null && own.requestId !== leaving.pin;
    const isNewer = own !== null && leaving.pin === null && effort.effect === 'MAYBE_MADE' && own.createdAt > begunAt;
    if (own === null || isAnother || isNewer) {
      return { answer: answerGone(effort, request, event) };
    }
    const failure = refuseByEvent(request, event) ?? refuseByRegistration(request, own);
    if (failure !== null) {
      return { answer: { failure } };
    }
    if (event === null || !isPublic(event)) {
      // Nobody can have come to it.
      return { answer: { failure: eventNotFound(eventId) } };
    }
    leaving.pin = own.requestId;
    if (own.registrationStatus === 'WAITLISTED') {
      if (event.waitlistCount > 0 && (await hasEntry(effort, { ...own, userId, eventId }))) {
        return { wish: wishToLeave(own) };
      }
    } else if (!hasLostStatus(own) && head?.userId !== userId) {
      return { wish: { kind: 'leaveSeat', pinned: own.requestId, begunAt } };
    }
    // Nobody waits with a seat, or without being counted, or without an entry, or without a status.
    if (!(await mendIfDamaged(effort, eventId, { own: { ...own, userId } }))) {
      await effort.pause();
    }
  }
}

async function hasEntry(effort: Effort, { eventId, waitlistedAt = '', userId }: RegistrationItem) {
  const key = waitlistEntryKey(eventId, waitlistedAt, userId);
  return (await effort.read((table) => table.get<WaitlistEntryItem>(key))) !== null;
}

/**
 * The first try of the usual case, where the head of the queue gets the seat. It does not read the leaver's
 * registration, which the resolver has just found REGISTERED without getting to see it. Where the caller has not said
 * which registration it is, the transaction requires a registration that was there when the request began. That is the
 * one that the caller wanted to give up, however late the try is repeated after a lost answer.
 *
 * A newer registration could pass for it only if the hosts' clocks differ, and only if it was made within that
 * difference, while the caller waits for the answer. The condition on the head's entry guards against this too: a
 * leaver who gets a seat again gets it after that head has left the queue.
 * @returns null if nobody waits, or if the transaction was cancelled, for any reason: to be decided by reading
 */
async function handOverAtOnce(effort: Effort, { request, begunAt, known }: Leaving): Promise<Unregistration | null> {
  const heads = await readHeads(effort, request.eventId, 2);
  const [head] = heads;
  if (head === undefined || head.userId === request.userId) {
    return null;
  }
  const { registrationId = null } = request;
  const leaver = registrationId === null ? isRegisteredSince(begunAt) : isRegistered(registrationId);
  const actions = handOver(request, leaver, head, heads.length, effort.now());
  const settlement = await effort.transact(actions);
  return settlement.isDone ? handedOver(request, registrationId, head, known) : null;
}

/**
 * The answer after a seat was handed over; it names the promoted person only to callers who manage the event. Of an
 * organizer who acts for another, the transaction's own condition has proved that they do.
 */
function handedOver(
  request: UnregistrationRequest,
  registrationId: string | null,
  head: Pick<WaitlistEntryItem, 'userId'>,
  known: EventItem | null,
): Unregistration {
  const { caller, userId } = request;
  const isProven = requiredOrganizer(caller, userId) !== null;
  const mayKnow = isProven || (known === null ? caller.isUnrestricted : manages(caller, known));
  return {
    ...left(request, 'REGISTERED', registrationId),
    promoted: true,
    promotedUserId: mayKnow ? head.userId : null,
  };
}

/** The answer to a ticket that was served; the ticket has nothing more to tell. */
async function answerDone(
  effort: Effort,
  { request, known }: Leaving,
  asked: Asking,
  { promotedUserId }: Extract<Fate, { kind: 'DONE' }>,
): Promise<Unregistration> {
  await forgetOwn(effort, asked);
  const { wish } = asked;
  const registrationId = wish.kind === 'register' ? null : wish.pinned;
  if (promotedUserId !== null) {
    return handedOver(request, registrationId, { userId: promotedUserId }, known);
  }
  return left(request, wish.kind === 'leaveWaitlist' ? 'WAITLISTED' : 'REGISTERED', registrationId);
}

/** Busy, with the ticket taken back, so that nothing happens later; unless the ticket was served before. */
async function answerLate(effort: Effort, leaving: Leaving, asked: Asking | null): Promise<Answer<Unregistration>> {
  const fate = asked === null ? null : await takeBack(effort, asked);
  if (asked !== null && fate !== null && fate !== 'UNKNOWN' && fate.kind === 'DONE') {
    return { value: await answerDone(effort, leaving, asked, fate) };
  }
  const mayBeMade = fate === 'UNKNOWN' || fate?.kind === 'TAKEN';
  return { failure: busy(mayBeMade ? 'MAYBE_MADE' : effort.effect, repeating(effort)) };
}

function answerGone(effort: Effort, request: UnregistrationRequest, event: EventItem | null): Answer<Unregistration> {
  if (effort.effect === 'MAYBE_MADE') {
    return { failure: busy('MAYBE_MADE', repeating(effort)) };
  }
  return { failure: refuseByEvent(request, event) ?? notRegistered(request.eventId) };
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}

function repeating(effort: Effort): Repeating {
  return { decidedBy: effort.decidedBy(), clientRequestId: null, isRepeat: false };
}
