import { requiredOrganizer } from '../../domain/caller.ts';
import { busy, type Failure, type Repeating } from '../../domain/error.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { askingToRegister, type Asking } from '../../domain/lane/ticket.ts';
import { explainState, refuseOrganizer, type RegisterDecision } from '../../domain/registration/decision.ts';
import {
  joinedTogether,
  toRegistration,
  type Registration,
  type RegistrationRequest,
} from '../../domain/registration/registration.ts';
import { asItStands } from '../../domain/waitlist/repeat.ts';
import type { Effort } from './effort/effort.ts';
import { OutOfTime } from './effort/outOfTime.ts';
import { getRegistration } from './getRegistration.ts';
import { enterLane, takeBack, waitInLane } from './lane/waitInLane.ts';
import type { Answer, LeftTicket } from './payload.ts';

/**
 * Registers under contention (docs/design.md#the-lane): leaves a ticket in the event's lane, unless the resolver has,
 * and waits for what becomes of it. Before that, and whenever the ticket was refused, the state of one instant says
 * whether there is something to wait for. What an earlier try of the same request has made is success.
 * @param left the request's ticket, if the resolver has left it, or has left that to the Lambda
 * @param isRepeat whether an earlier call may have left another ticket
 * @returns the registration (waiting: with its position), or UserNotFound, EventNotFound, Unauthorized, EventNotOpen,
 * EventFull, AlreadyRegistered, or Busy at the deadline
 */
export async function registerForEvent(
  effort: Effort,
  request: RegistrationRequest,
  left: LeftTicket | null,
  isRepeat = false,
): Promise<Answer<Registration>> {
  let ticket = left === null ? null : left.asking;
  // A ticket that was served is gone, and must not be left again.
  const isServed = async () => (await readStored(effort, request))?.requestId === request.requestId;
  try {
    if (ticket !== null && left?.isLeft === false && !(await isServed())) {
      await enterLane(effort, ticket, isServed);
    }
    for (;;) {
      if (ticket === null) {
        const { decision, event } = await lookAtState(effort, request);
        if (decision.kind === 'failed') {
          return { failure: decision.failure };
        }
        if (decision.kind === 'mine') {
          return { value: asItStands(decision.registration, event) ?? (await ownWork(effort, decision.registration)) };
        }
        const organizer = requiredOrganizer(request.caller, request.userId);
        ticket = askingToRegister(request, effort.now(), effort.deadlineMs, organizer);
        await enterLane(effort, ticket, isServed);
      }
      const fate = await waitInLane(effort, ticket);
      if (fate.kind === 'TAKEN') {
        const failure = await refuseForOther(effort, request);
        if (failure !== null) {
          return { failure };
        }
        const own = await answerTaken(effort, ticket, fate.own);
        // Somebody has ended the registration already.
        return own === null ? { failure: busy('MAYBE_MADE', repeating(effort, request, isRepeat)) } : { value: own };
      }
      ticket = null;
    }
  } catch (error) {
    if (error instanceof OutOfTime) {
      return answerLate(effort, request, ticket, isRepeat);
    }
    throw error;
  }
}

/** What the state of one instant means for this request, and the event in it. */
async function lookAtState(
  effort: Effort,
  request: RegistrationRequest,
): Promise<{ decision: RegisterDecision; event: EventItem | null }> {
  const { userId, eventId } = request;
  const keys = [userKey(userId), eventKey(eventId), registrationKey(userId, eventId)];
  const [user = null, event = null, registration = null] = await effort.read((table) => table.getTogether(keys));
  const decision = explainState(request, user, event, registration, effort.now());
  return { decision, event: event as EventItem | null };
}

/**
 * Why the caller may not register somebody else for the event as it is now; null if they may. Request ids are the
 * clients' to choose: the person may have used the same, and their registration is not the caller's to see.
 */
async function refuseForOther(effort: Effort, request: RegistrationRequest): Promise<Failure | null> {
  const organizer = requiredOrganizer(request.caller, request.userId);
  if (organizer === null) {
    return null;
  }
  const event = await effort.read((table) => table.get<EventItem>(eventKey(request.eventId)));
  return refuseOrganizer(request, organizer, event);
}

/**
 * The registration that was made for this request: by its ticket, with the position that it had then, or by an earlier
 * call, with its present one.
 * @param seen the person's registration, as it was seen at about the time when the ticket was taken
 */
async function answerTaken(
  effort: Effort,
  ticket: Asking,
  seen: RegistrationItem | null,
): Promise<Registration | null> {
  const own = seen?.requestId === ticket.requestId ? seen : await readStored(effort, ticket);
  if (own?.requestId !== ticket.requestId) {
    return null;
  }
  return isMadeSince(ticket, own) && own.joinedCount !== undefined ? joinedTogether(own) : ownWork(effort, own);
}

/** The person's registration for the event, whichever request has made it. */
function readStored(
  effort: Effort,
  { userId, eventId }: { userId: string; eventId: string },
): Promise<RegistrationItem | null> {
  return effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId)));
}

/** Whether the registration was made since the ticket was left: by it, or by one of an earlier call. */
function isMadeSince(ticket: Asking, own: RegistrationItem): boolean {
  return own.createdAt >= ticket.askedAt;
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

/**
 * Busy, with the ticket taken back, so that nothing happens later; unless a last look shows that the ticket, or an
 * attempt whose answer was lost, has succeeded. So may one that is taken back: AppSync may have left it twice.
 */
async function answerLate(
  effort: Effort,
  request: RegistrationRequest,
  ticket: Asking | null,
  isRepeat: boolean,
): Promise<Answer<Registration>> {
  const fate = ticket === null ? null : await takeBack(effort, ticket);
  if (fate === 'UNKNOWN' || fate?.kind === 'TAKEN') {
    effort.effect = 'MAYBE_MADE';
  }
  const organizer = requiredOrganizer(request.caller, request.userId);
  const key = registrationKey(request.userId, request.eventId);
  const keys = organizer === null ? [key] : [key, eventKey(request.eventId)];
  const hasTried = ticket !== null || effort.effect === 'MAYBE_MADE';
  const look = hasTried ? await effort.last((table) => table.getEach(keys)) : { answer: [] };
  if (look === null) {
    effort.effect = 'MAYBE_MADE';
  }
  const [stored = null, event = null] = look?.answer ?? [];
  const own = stored as RegistrationItem | null;
  const isAllowed = organizer === null || event?.organizer === organizer;
  if (isAllowed && own?.requestId === request.requestId) {
    return { value: ticket !== null && isMadeSince(ticket, own) ? joinedTogether(own) : toRegistration(own) };
  }
  // Whether there was a ticket tells whether the person exists: an organizer may not be the event's.
  return { failure: busy(organizer !== null ? 'MAYBE_MADE' : effort.effect, repeating(effort, request, isRepeat)) };
}

function repeating(effort: Effort, { requestId }: RegistrationRequest, isRepeat: boolean): Repeating {
  return { decidedBy: effort.decidedBy(), clientRequestId: requestId, isRepeat };
}
