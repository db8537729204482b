import { busy } from '../../../../domain/error.ts';
import { explainReserveSeat, reserveSeat, seatReserved } from '../../../../domain/registration/reserveSeat.ts';
import type { RegisterDecision } from '../../../../domain/registration/decision.ts';
import type { Registration, RegistrationRequest } from '../../../../domain/registration/registration.ts';
import { LIMITS } from '../../../../domain/limits.ts';
import type { Action } from '../../../../domain/transaction.ts';
import type { Reason } from '../../../../domain/verdict.ts';
import { joiningTimeMs, timestampOf } from '../../../../domain/timestamp.ts';
import { explainJoinWaitlist, joinWaitlist, waitlistJoined } from '../../../../domain/waitlist/joinWaitlist.ts';
import type { Answer } from '../../../../lambda/promoteFromWaitlist/payload.ts';
import { settle } from '../../../../lambda/promoteFromWaitlist/settle.ts';
import type { Surroundings } from '../../../../lambda/promoteFromWaitlist/surroundings.ts';

export interface VirtualApi {
  /** Mutation.registerForEvent, as its pipeline does it: a seat, else a place in the queue, else the Lambda. */
  register(userId: string, eventId: string): Promise<Answer<Registration>>;
  /** Most invocations of the Lambda at one time. */
  peakInvocations(): number;
}

/**
 * The API without sockets, GraphQL and processes, for virtual time. Invocations beyond `concurrency` are refused, as
 * Lambda does.
 */
export function virtualApi(surroundings: Surroundings, concurrency: number): VirtualApi {
  const { table, clock } = surroundings;
  const timestamp = (ms: number): string => timestampOf(new Date(ms).toISOString());
  let [inFlight, peak] = [0, 0];

  /** One try of a resolver: null if it has succeeded, else what its failure means. */
  const tryOnce = async (
    actions: Action[],
    explain: (reasons: Reason[]) => RegisterDecision,
  ): Promise<RegisterDecision | null> => {
    const attempt = await table.transact(actions, clock.newToken());
    return attempt.kind === 'MADE' ? null : explain(attempt.kind === 'NOT_MADE' ? attempt.reasons : []);
  };

  const invoke = async (request: RegistrationRequest, deadlineMs: number): Promise<Answer<Registration>> => {
    if (inFlight >= concurrency) {
      return { failure: busy('NOT_MADE') };
    }
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    try {
      return (await settle(surroundings, {
        operation: 'registerForEvent',
        request,
        effect: 'NOT_MADE',
        deadlineMs,
      })) as Answer<Registration>;
    } finally {
      inFlight -= 1;
    }
  };

  return {
    peakInvocations: () => peak,
    async register(userId, eventId) {
      const deadlineMs = clock.nowMs() + LIMITS.deadlineMs;
      const request: RegistrationRequest = {
        userId,
        eventId,
        requestId: clock.newToken(),
        caller: { username: userId, isOrganizer: false, isUnrestricted: false },
      };
      const now = timestamp(clock.nowMs());
      const seat = await tryOnce(reserveSeat(request, now), (reasons) => explainReserveSeat(request, reasons));
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
          explainJoinWaitlist(request, reasons),
        );
        if (place === null) {
          return { value: waitlistJoined(request, joining) };
        }
        if (place.kind === 'failed') {
          return { failure: place.failure };
        }
      }
      return invoke(request, deadlineMs);
    },
  };
}
