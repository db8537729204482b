import type { Answer, Payload, Result } from './payload.ts';

/**
 * What may be logged of a call: no names, no ids of users. `requestId` is that of the registration it is about, as far
 * as the payload knows it; the stream's records carry it as well.
 * @returns `answer`: `value` or the failure's errorType, with its `outcome` if it has one
 */
export function outlineOf(payload: Payload, answer: Answer<Result>): Record<string, unknown> {
  return {
    operation: payload.operation,
    eventId: 'request' in payload ? payload.request.eventId : payload.eventId,
    requestId: requestIdOf(payload),
    answer: 'failure' in answer ? answer.failure.errorType : 'value',
    outcome: 'failure' in answer && answer.failure.errorType === 'Busy' ? answer.failure.errorInfo.outcome : undefined,
    promoted:
      'value' in answer && answer.value !== null && 'promoted' in answer.value ? answer.value.promoted : undefined,
  };
}

function requestIdOf(payload: Payload): string | undefined {
  switch (payload.operation) {
    case 'registerForEvent':
      return payload.request.requestId;
    case 'unregisterFromEvent':
      return payload.pinned ?? undefined;
    default:
      return undefined;
  }
}
