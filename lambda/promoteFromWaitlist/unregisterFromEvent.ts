import { manages, requiredOrganizer } from '../../domain/caller.ts';
import { busy, notRegistered } from '../../domain/error.ts';
import { isLive } from '../../domain/event/status.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { left, type Unregistration, type UnregistrationRequest } from '../../domain/registration/registration.ts';
import { isRegistered, isRegisteredSince, refuseByEvent, releaseSeat } from '../../domain/registration/releaseSeat.ts';
import type { Action } from '../../domain/transaction.ts';
import { judgeReason, type Reason } from '../../domain/verdict.ts';
import { handOver } from '../../domain/waitlist/handOver.ts';
import { leaveWaitlist } from '../../domain/waitlist/leaveWaitlist.ts';
import { dropIfDamaged, looksDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import type { Answer } from './payload.ts';

/** One way to leave, as the last reading suggests; `event` is the position of the event among its reasons. */
interface Way {
  actions: Action[];
  event: number;
  answer: Unregistration;
  /** The entry whose person gets the seat. */
  head: WaitlistEntryItem | null;
}

/**
 * Gives up a registration (docs/design.md#unregistering): a waiting one leaves the queue, a seat goes to the head of
 * the queue in the same transaction, or becomes free if nobody waits. Decided afresh from the stored registration after
 * every lost race.
 * @param pinned the request id of the registration to give up, null: the one that is found first. No other is touched.
 * @param begunAt when the request began
 * @returns what was given up, or NotRegistered, EventNotFound, Unauthorized, or Busy: also when the registration is
 * gone after a lost answer, since that may have been this very request (`effort.effect` says so)
 * @throws OutOfTime
 */
export async function unregisterFromEvent(
  effort: Effort,
  request: UnregistrationRequest,
  pinned: string | null,
  begunAt: string,
): Promise<Answer<Unregistration>> {
  const { userId, eventId, caller } = request;
  const mustReadEvent = caller.isOrganizer && !caller.isUnrestricted;
  let known = mustReadEvent ? await readEvent(effort, eventId) : null;
  let pin = pinned;
  const handed =
    pin === null && effort.effect === 'NOT_MADE' ? await handOverAtOnce(effort, request, known, begunAt) : null;
  if (handed !== null) {
    return { value: handed };
  }
  for (;;) {
    const [own, [head = null]] = await Promise.all([
      effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId))),
      readHeads(effort, eventId, 1),
    ]);
    if (own === null || (pin !== null && own.requestId !== pin)) {
      return answerGone(effort, request);
    }
    if (pin === null && effort.effect === 'MAYBE_MADE' && own.createdAt > begunAt) {
      return answerGone(effort, request);
    }
    pin = own.requestId;
    if (own.registrationStatus === 'REGISTERED' && head?.userId === userId) {
      if (!(await dropIfDamaged(effort, head))) {
        await effort.pause();
      }
      continue;
    }
    const way = chooseWay(request, own, head, known, effort.now());
    const settlement = await effort.transact(way.actions);
    if (settlement.isDone) {
      return { value: way.answer };
    }
    const event = settlement.reasons[way.event];
    if (event && judgeReason(event) === 'FAILED') {
      known = event.item as EventItem | null;
      const failure = refuseByEvent(request, known);
      if (failure !== null) {
        return { failure };
      }
    }
    await preparePromotion(effort, way, settlement.reasons);
  }
}

/**
 * The first try of the usual case, where the head of the queue gets the seat. It does not read the leaver's
 * registration, which the resolver has just found REGISTERED without getting to see it. In place of a pin, the
 * transaction requires a registration that was there when the request began. That is the one that the caller wanted to
 * give up, however late the try is repeated after a lost answer.
 *
 * A newer registration could pass for it only if the hosts' clocks differ, and only if it was made within that
 * difference, while the caller waits for the answer. The condition on the head's entry guards against this too: a
 * leaver who gets a seat again gets it after that head has left the queue.
 * @returns null if nobody waits, or if the transaction was cancelled, for any reason: to be decided by reading
 */
async function handOverAtOnce(
  effort: Effort,
  request: UnregistrationRequest,
  known: EventItem | null,
  begunAt: string,
): Promise<Unregistration | null> {
  const [head] = await readHeads(effort, request.eventId, 1);
  if (head === undefined || head.userId === request.userId) {
    return null;
  }
  const settlement = await effort.transact(handOver(request, isRegisteredSince(begunAt), head, effort.now()));
  if (!settlement.isDone) {
    await effort.goAgain(settlement.reasons);
    return null;
  }
  return handedOver(request, head, known);
}

/**
 * The answer after a seat was handed over; it names the promoted person only to callers who manage the event. Of an
 * organizer who acts for another, the transaction's own condition has proved that they do.
 */
function handedOver(request: UnregistrationRequest, head: WaitlistEntryItem, known: EventItem | null): Unregistration {
  const { caller, userId } = request;
  const isProven = requiredOrganizer(caller, userId) !== null;
  const mayKnow = isProven || (known === null ? caller.isUnrestricted : manages(caller, known));
  return { ...left(request, 'REGISTERED'), promoted: true, promotedUserId: mayKnow ? head.userId : null };
}

function chooseWay(
  request: UnregistrationRequest,
  own: RegistrationItem,
  head: WaitlistEntryItem | null,
  known: EventItem | null,
  now: string,
): Way {
  if (own.registrationStatus === 'WAITLISTED') {
    return { actions: leaveWaitlist(request, own, now), event: 2, answer: left(request, 'WAITLISTED'), head: null };
  }
  if (head === null || (known !== null && !isLive(known.status))) {
    return {
      actions: releaseSeat(request, own.requestId, now),
      event: 1,
      answer: left(request, 'REGISTERED'),
      head: null,
    };
  }
  const actions = handOver(request, isRegistered(own.requestId), head, now);
  return { actions, event: 3, answer: handedOver(request, head, known), head };
}

/** Before the next turn: a damaged head is dropped, everything else waited for. */
async function preparePromotion(effort: Effort, way: Way, reasons: Reason[]): Promise<void> {
  const [, entry, registration] = reasons;
  if (way.head !== null && looksDamaged(entry, registration) && (await dropIfDamaged(effort, way.head))) {
    return;
  }
  await effort.goAgain(reasons);
}

async function answerGone(effort: Effort, request: UnregistrationRequest): Promise<Answer<Unregistration>> {
  if (effort.effect === 'MAYBE_MADE') {
    return { failure: busy('MAYBE_MADE') };
  }
  const event = await readEvent(effort, request.eventId);
  return { failure: refuseByEvent(request, event) ?? notRegistered(request.userId, request.eventId) };
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}
