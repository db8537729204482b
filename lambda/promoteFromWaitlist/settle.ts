import { busy } from '../../domain/error.ts';
import { admitFromWaitlist } from './admitFromWaitlist.ts';
import { Effort } from './effort/effort.ts';
import { OutOfTime } from './effort/outOfTime.ts';
import { fillSeats } from './fillSeats.ts';
import { getRegistration } from './getRegistration.ts';
import type { Answer, Payload, Result } from './payload.ts';
import { registerForEvent } from './registerForEvent.ts';
import type { Effect } from '../../domain/verdict.ts';
import type { Surroundings } from './surroundings.ts';
import { unregisterFromEvent } from './unregisterFromEvent.ts';
import { updateEvent } from './updateEvent.ts';

/**
 * Settles what one payload asks for, and answers a value or an expected failure.
 * Out of time it is Busy, whose outcome says whether anything may have happened.
 * @throws Error for bugs only: an unknown operation, a transaction that is wrong in itself, a missing permission
 */
export async function settle(surroundings: Surroundings, payload: Payload): Promise<Answer<Result>> {
  const effort = new Effort(surroundings, payload.deadlineMs, effectBefore(payload));
  const answer = await perform(effort, payload).catch((error: unknown): Answer<Result> => {
    if (error instanceof OutOfTime) {
      return { failure: busy(effort.effect) };
    }
    throw error;
  });
  if ('failure' in answer && answer.failure.errorType === 'Busy') {
    effort.report.count('Busy');
  }
  return answer;
}

/**
 * What the resolver's own attempts may have done. A ticket that it has left for certain is none of them: what becomes
 * of that is found out. While a deployment rolls out, a resolver of another version may not say it: then it may have
 * been made.
 */
function effectBefore(payload: Payload): Effect {
  if (!('request' in payload)) {
    return 'NOT_MADE';
  }
  return payload.ticket?.isLeft === true ? 'NOT_MADE' : (payload.effect ?? 'MAYBE_MADE');
}

async function perform(effort: Effort, payload: Payload): Promise<Answer<Result>> {
  switch (payload.operation) {
    case 'registerForEvent':
      return registerForEvent(
        effort,
        { ...payload.request, begunAt: payload.request.begunAt ?? payload.ticket?.asking.askedAt ?? effort.now() },
        payload.ticket ?? null,
        payload.isRepeat ?? false,
      );
    case 'unregisterFromEvent':
      return unregisterFromEvent(effort, payload.request, payload.pinned, payload.begunAt, payload.ticket ?? null);
    case 'updateEvent':
      return updateEvent(effort, payload.eventId, payload.patch, payload.caller);
    case 'admitFromWaitlist':
      return admitFromWaitlist(effort, payload);
    case 'getRegistration':
      return { value: await getRegistration(effort, payload.userId, payload.eventId) };
    case 'fillSeats':
      return fillSeats(effort, payload.eventId);
    default:
      throw new Error(`Unknown operation ${JSON.stringify((payload as { operation?: unknown }).operation)}`);
  }
}
