import { busy, type Repeating } from '../../../../domain/error.ts';
import { toEvent, type Event } from '../../../../domain/event/event.ts';
import { explainUpdateEvent, updateEvent, type EventPatch } from '../../../../domain/event/updateEvent.ts';
import type { EventItem, Wish } from '../../../../domain/item.ts';
import { hasSeenUser } from '../../../../domain/registration/decision.ts';
import { explainReleaseSeat, releaseSeat } from '../../../../domain/registration/releaseSeat.ts';
import { explainRepeat, type RepeatDecision } from '../../../../domain/waitlist/repeat.ts';
import { explainReserveSeat, reserveSeat, seatReserved } from '../../../../domain/registration/reserveSeat.ts';
import {
  left,
  type Registration,
  type RegistrationRequest,
  type Unregistration,
  type UnregistrationRequest,
} from '../../../../domain/registration/registration.ts';
import { eventKey, registrationKey, userKey } from '../../../../domain/keys.ts';
import {
  askingToLeave,
  askingToRegister,
  leaveTicket,
  wishToLeave,
  type Asking,
} from '../../../../domain/lane/ticket.ts';
import { LIMITS } from '../../../../domain/limits.ts';
import type { Action } from '../../../../domain/transaction.ts';
import { judgeAttempt, type Effect, type Reason } from '../../../../domain/verdict.ts';
import { joiningTimeMs, timestampOf } from '../../../../domain/timestamp.ts';
import { explainJoinWaitlist, joinWaitlist, waitlistJoined } from '../../../../domain/waitlist/joinWaitlist.ts';
import { leaveWaitlist } from '../../../../domain/waitlist/leaveWaitlist.ts';
import type { Answer, LeftTicket, Operation } from '../../../../lambda/promoteFromWaitlist/payload.ts';
import { settle } from '../../../../lambda/promoteFromWaitlist/settle.ts';
import type { Surroundings } from '../../../../lambda/promoteFromWaitlist/surroundings.ts';

type Found = Record<string, unknown>;

export interface VirtualApi {
  /**
   * Mutation.registerForEvent, as its pipeline does it: a repeated call looks first; then a seat, else a place in the
   * queue, else the lane.
   */
  register(userId: string, eventId: string, requestId: string, isRepeat: boolean): Promise<Answer<Registration>>;
  /**
   * Mutation.unregisterFromEvent, as its pipeline does it: a seat that nobody waits for, or a place in the queue; else
   * the Lambda or the lane.
   */
  unregister(userId: string, eventId: string): Promise<Answer<Unregistration>>;
  /** Mutation.updateEvent of a backend, as its pipeline does it: at once, else the Lambda. */
  update(eventId: string, patch: EventPatch): Promise<Answer<Event>>;
  /** Most invocations of the Lambda at one time. */
  peakInvocations(): number;
  /** Seconds of all invocations together. */
  invocationSeconds(): number;
}

/**
 * The API without sockets, GraphQL and processes, for virtual time. Invocations beyond `concurrency` are refused, as
 * Lambda does.
 */
export function virtualApi(surroundings: Surroundings, concurrency: number): VirtualApi {
  const { table, clock } = surroundings;
  const timestamp = (ms: number): string => timestampOf(new Date(ms).toISOString());
  let [inFlight, peak, busyMs] = [0, 0, 0];

  /** One try of a resolver: null if it has succeeded, else what its failure means. */
  const tryOnce = async <Decision>(
    actions: Action[],
    explain: (reasons: Reason[]) => Decision,
  ): Promise<Decision | null> => {
    const attempt = await table.transact(actions, clock.newToken());
    return attempt.kind === 'MADE' ? null : explain(attempt.kind === 'NOT_MADE' ? attempt.reasons : []);
  };

  const ask = async (asking: Asking): Promise<LeftTicket | null> => {
    try {
      await table.write(leaveTicket(asking));
      return { asking, isLeft: true };
    } catch (error) {
      const { name, message } = error as Error;
      return judgeAttempt(name, message, null) === 'MAYBE_MADE' ? { asking, isLeft: false } : null;
    }
  };

  /** What asking may have done: after a lost answer, the ticket may have been left. */
  const effectOfAsking = (ticket: LeftTicket | null): Effect => (ticket?.isLeft === false ? 'MAYBE_MADE' : 'NOT_MADE');

  /** What a repeated call finds of its earlier ones. */
  const lookFirst = async (request: RegistrationRequest, now: string): Promise<RepeatDecision> => {
    const { userId, eventId } = request;
    const keys = [userKey(userId), eventKey(eventId), registrationKey(userId, eventId)];
    try {
      const [user = null, event = null, own = null] = (await table.getEach(keys)) as (Found | null)[];
      return explainRepeat(request, user, event, own, now);
    } catch {
      return { kind: 'open' };
    }
  };

  /** Leaves a ticket, once it is certain that there is such a user. */
  const askToRegister = async (
    request: RegistrationRequest,
    isKnown: boolean,
    deadlineMs: number,
  ): Promise<LeftTicket | null> => {
    const isUser = isKnown || (await table.get(userKey(request.userId)).catch(() => null)) !== null;
    return !isUser ? null : ask(askingToRegister(request, timestamp(clock.nowMs()), deadlineMs, null));
  };

  const invoke = async <Value>(
    operation: Operation & { ticket?: LeftTicket | null; effect?: Effect },
    deadlineMs: number,
  ): Promise<Answer<Value>> => {
    if (inFlight >= concurrency) {
      const effect = operation.ticket?.isLeft ? 'MAYBE_MADE' : (operation.effect ?? 'NOT_MADE');
      const isRegistering = operation.operation === 'registerForEvent';
      const repeating: Repeating = {
        decidedBy: timestamp(deadlineMs + LIMITS.decidedAfterMs),
        clientRequestId: isRegistering ? operation.request.requestId : null,
        isRepeat: isRegistering && operation.isRepeat === true,
      };
      return { failure: busy(effect, repeating) };
    }
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    const begunMs = clock.nowMs();
    try {
      return (await settle(surroundings, { ...operation, deadlineMs })) as Answer<Value>;
    } finally {
      inFlight -= 1;
      busyMs += clock.nowMs() - begunMs;
    }
  };

  return {
    peakInvocations: () => peak,
    invocationSeconds: () => busyMs / 1000,
    async register(userId, eventId, requestId, isRepeat) {
      const deadlineMs = clock.nowMs() + LIMITS.deadlineMs;
      const caller = { username: userId, isOrganizer: false, isUnrestricted: false };
      const now = timestamp(clock.nowMs());
      const request: RegistrationRequest = { userId, eventId, requestId, caller, begunAt: now };
      const settleIt = (ticket: LeftTicket | null, effect: Effect): Promise<Answer<Registration>> =>
        invoke({ operation: 'registerForEvent', request, effect, ticket, isRepeat }, deadlineMs);
      const look = isRepeat ? await lookFirst(request, now) : null;
      if (look?.kind === 'failed') {
        return { failure: look.failure };
      }
      if (look?.kind === 'mine') {
        return look.registration === null ? settleIt(null, 'MAYBE_MADE') : { value: look.registration };
      }
      if (look?.kind === 'contended') {
        return settleIt({ asking: askingToRegister(request, now, deadlineMs, null), isLeft: false }, 'NOT_MADE');
      }
      const seat =
        look?.kind === 'queue'
          ? look
          : await tryOnce(reserveSeat(request, now), (reasons) => explainReserveSeat(request, reasons, now));
      if (seat === null) {
        return { value: seatReserved(request, now) };
      }
      if (seat.kind === 'failed') {
        return { failure: seat.failure };
      }
      if (seat.kind === 'queue') {
        const { event } = seat;
        const tailMs = event.waitlistTail === '' ? null : Date.parse(event.waitlistTail);
        const joining = { event, waitlistedAt: timestamp(joiningTimeMs(clock.nowMs(), tailMs)) };
        const place = await tryOnce(joinWaitlist(request, joining, now), (reasons) =>
          explainJoinWaitlist(request, reasons, now),
        );
        if (place === null) {
          return { value: waitlistJoined(request, joining) };
        }
        if (place.kind === 'failed') {
          return { failure: place.failure };
        }
      }
      const isAsking = seat.kind !== 'mine';
      const ticket = isAsking ? await askToRegister(request, hasSeenUser(seat), deadlineMs) : null;
      return settleIt(ticket, effectOfAsking(ticket));
    },
    async unregister(userId, eventId) {
      const deadlineMs = clock.nowMs() + LIMITS.deadlineMs;
      const begunAt = timestamp(clock.nowMs());
      const caller = { username: userId, isOrganizer: false, isUnrestricted: false };
      const request: UnregistrationRequest = { userId, eventId, caller };
      const decision = await tryOnce(releaseSeat(request, null, begunAt), (reasons) =>
        explainReleaseSeat(request, reasons, begunAt),
      );
      if (decision === null) {
        return { value: left(request, 'REGISTERED', null) };
      }
      if (decision.kind === 'failed') {
        return { failure: decision.failure };
      }
      const waiting = decision.kind === 'waiting' ? decision.registration : null;
      if (decision.kind === 'waiting' && waiting !== null && !decision.isCrowd) {
        const isContended = await tryOnce(leaveWaitlist(request, waiting, timestamp(clock.nowMs())), () => true);
        if (isContended === null) {
          return { value: left(request, 'WAITLISTED', waiting.requestId) };
        }
      }
      const pinned = waiting?.requestId ?? null;
      const wish: Wish = waiting === null ? { kind: 'leaveSeat', pinned: null, begunAt } : wishToLeave(waiting);
      const more = { requestId: clock.newToken(), askedAt: begunAt, deadlineMs, organizer: null };
      const ticket = decision.kind === 'handOver' ? null : await ask(askingToLeave(request, wish, more));
      const operation = 'unregisterFromEvent' as const;
      return invoke({ operation, request, pinned, begunAt, effect: effectOfAsking(ticket), ticket }, deadlineMs);
    },
    async update(eventId, patch) {
      const caller = { username: 'backend', isOrganizer: false, isUnrestricted: true };
      const deadlineMs = clock.nowMs() + LIMITS.deadlineMs;
      const decision = await tryOnce(updateEvent(eventId, patch, caller, timestamp(clock.nowMs())), (reasons) =>
        explainUpdateEvent(eventId, patch, caller, reasons),
      );
      if (decision === null) {
        const stored = await table.get<EventItem>(eventKey(eventId));
        return { value: toEvent(stored!) };
      }
      return decision.kind === 'failed'
        ? { failure: decision.failure }
        : invoke({ operation: 'updateEvent', eventId, patch, caller }, deadlineMs);
    },
  };
}
