import { manages } from '../../domain/caller.ts';
import { busy, notRegistered } from '../../domain/error.ts';
import { isLive } from '../../domain/event/status.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { left, type Unregistration, type UnregistrationRequest } from '../../domain/registration/registration.ts';
import { refuseByEvent, releaseSeat } from '../../domain/registration/releaseSeat.ts';
import { verdictOf, type Action, type Reason } from '../../domain/transaction.ts';
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
  /** The one who gets the seat. */
  head: WaitlistEntryItem | null;
}

/**
 * Gives up a registration (design 4.3): a waiting one leaves the queue, a seat goes to the head of the queue in the same
 * transaction, or becomes free if nobody waits. Decided afresh from the stored registration after every lost race.
 * @param pinned the request id of the registration to give up, null: the one that is found first. No other is touched.
 * @returns what was given up, or NotRegistered, EventNotFound, Unauthorized, or Busy: also when the registration is gone after
 * a lost answer, since that may have been this very request (`effort.outcome` says so)
 * @throws OutOfTime
 */
export async function unregisterFromEvent(
  effort: Effort,
  request: UnregistrationRequest,
  pinned: string | null,
): Promise<Answer<Unregistration>> {
  const { userId, eventId, caller } = request;
  const mustReadEvent = caller.isOrganizer && !caller.isUnrestricted;
  let known = mustReadEvent ? await readEvent(effort, eventId) : null;
  let pin = pinned;
  for (;;) {
    const [own, [head = null]] = await Promise.all([
      effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId))),
      readHeads(effort, eventId, 1),
    ]);
    if (own === null || (pin !== null && own.requestId !== pin)) {
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
      if (way.head !== null) {
        effort.report.count('Promotions');
      }
      return { value: way.answer };
    }
    const event = settlement.reasons[way.event];
    if (event && verdictOf(event) === 'REFUSED') {
      known = event.item as EventItem | null;
      const failure = refuseByEvent(request, known);
      if (failure !== null) {
        return { failure };
      }
    }
    await preparePromotion(effort, way, settlement.reasons);
  }
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
    return { actions: releaseSeat(request, own.requestId, now), event: 1, answer: left(request, 'REGISTERED'), head: null };
  }
  const mayKnow = known === null ? request.caller.isUnrestricted : manages(request.caller, known);
  const promotedUserId = mayKnow ? head.userId : null;
  const answer = { ...left(request, 'REGISTERED'), promoted: true, promotedUserId };
  return { actions: handOver(request, own.requestId, head, now), event: 3, answer, head };
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
  if (effort.outcome === 'UNKNOWN') {
    return { failure: busy('UNKNOWN') };
  }
  const event = await readEvent(effort, request.eventId);
  return { failure: refuseByEvent(request, event) ?? notRegistered(request.userId, request.eventId) };
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}
