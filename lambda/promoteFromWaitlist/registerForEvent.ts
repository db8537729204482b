import { busy } from '../../domain/error.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import type { RegisterDecision } from '../../domain/registration/decision.ts';
import { toRegistration, type Registration, type RegistrationRequest } from '../../domain/registration/registration.ts';
import { explainReserveSeat, reserveSeat, seatReserved } from '../../domain/registration/reserveSeat.ts';
import { joiningTimeMs, timestampOf } from '../../domain/timestamp.ts';
import type { Reason } from '../../domain/verdict.ts';
import { explainJoinWaitlist, joinWaitlist, waitlistJoined } from '../../domain/waitlist/joinWaitlist.ts';
import type { Effort } from './effort/effort.ts';
import { OutOfTime } from './effort/outOfTime.ts';
import { getRegistration } from './getRegistration.ts';
import type { Answer } from './payload.ts';

type FailedTry = { decision: RegisterDecision; reasons: Reason[] };
type Try = { registration: Registration } | FailedTry;

/**
 * Registers under contention (docs/design.md#registering): a free seat, else a place at the end of the queue, tried
 * until it is settled. What an earlier try of the same request has made is success. The resolver's own try was turned
 * away by others, so the first one here takes a turn already; only a lost answer is looked into at once.
 * @returns the registration (waiting: with its position), or UserNotFound, EventNotFound, Unauthorized, EventNotOpen,
 * EventFull, AlreadyRegistered, or Busy at the deadline
 */
export async function registerForEvent(effort: Effort, request: RegistrationRequest): Promise<Answer<Registration>> {
  try {
    return await keepTrying(effort, request);
  } catch (error) {
    if (error instanceof OutOfTime) {
      return answerLate(effort, request);
    }
    throw error;
  }
}

/** @throws OutOfTime */
async function keepTrying(effort: Effort, request: RegistrationRequest): Promise<Answer<Registration>> {
  let queue: EventItem | null = null;
  if (effort.effect === 'NOT_MADE') {
    await effort.waitForTurn();
    queue = await seeQueue(effort, request.eventId);
  }
  for (;;) {
    const tried: Try = queue === null ? await takeSeat(effort, request) : await joinQueue(effort, request, queue);
    if ('registration' in tried) {
      return { value: tried.registration };
    }
    const { decision, reasons }: FailedTry = tried;
    if (decision.kind === 'failed') {
      return { failure: decision.failure };
    }
    if (decision.kind === 'mine') {
      return { value: await ownWork(effort, decision.registration) };
    }
    const isFirstSight: boolean = queue === null && decision.kind === 'queue';
    if (decision.event !== null) {
      queue = decision.kind === 'queue' ? decision.event : null;
    }
    if (!isFirstSight && (await effort.goAgain(reasons))) {
      queue = await seeQueue(effort, request.eventId);
    }
  }
}

/**
 * The event as it is now if it has no seat for newcomers, else null. After a wait, a reading (2.5 ms) is worth it: a
 * try with an old version fails, after 20 ms and at eight times the price.
 */
async function seeQueue(effort: Effort, eventId: string): Promise<EventItem | null> {
  const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
  return event !== null && (event.waitlistCount > 0 || event.currentRegistrations >= event.capacity) ? event : null;
}

async function takeSeat(effort: Effort, request: RegistrationRequest): Promise<Try> {
  const now = effort.now();
  const settlement = await effort.transact(reserveSeat(request, now));
  if (settlement.isDone) {
    return { registration: seatReserved(request, now) };
  }
  return { decision: explainReserveSeat(request, settlement.reasons), reasons: settlement.reasons };
}

async function joinQueue(effort: Effort, request: RegistrationRequest, event: EventItem): Promise<Try> {
  const tailMs = event.waitlistTail === '' ? null : Date.parse(event.waitlistTail);
  const waitlistedAt = timestampOf(new Date(joiningTimeMs(effort.nowMs(), tailMs)).toISOString());
  const joining = { event, waitlistedAt };
  const settlement = await effort.transact(joinWaitlist(request, joining, effort.now()));
  if (settlement.isDone) {
    return { registration: waitlistJoined(request, joining) };
  }
  return { decision: explainJoinWaitlist(request, settlement.reasons), reasons: settlement.reasons };
}

/**
 * The registration that an earlier try has made, with its present position. It is success even where no position can be
 * had any more (given up or replaced meanwhile, or no time left): then without one.
 */
async function ownWork(effort: Effort, own: RegistrationItem): Promise<Registration> {
  if (own.registrationStatus === 'REGISTERED') {
    return toRegistration(own);
  }
  try {
    const present = await getRegistration(effort, own.userId, own.eventId);
    return present?.registrationId === own.requestId ? present : toRegistration(own);
  } catch (error) {
    if (error instanceof OutOfTime) {
      return toRegistration(own);
    }
    throw error;
  }
}

/** Busy, unless a last look shows that one of the lost answers was a success. */
async function answerLate(effort: Effort, request: RegistrationRequest): Promise<Answer<Registration>> {
  const key = registrationKey(request.userId, request.eventId);
  const own = effort.effect === 'NOT_MADE' ? null : await effort.readLast((table) => table.get<RegistrationItem>(key));
  if (own?.requestId === request.requestId) {
    return { value: toRegistration(own) };
  }
  return { failure: busy(effort.effect) };
}
