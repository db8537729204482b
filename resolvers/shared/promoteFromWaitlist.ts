import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { Failure } from '../../domain/error.ts';
import { LIMITS } from '../../domain/limits.ts';
import { raise, raiseLambdaFailure } from './raise.ts';

/** When a request that begins now must have given up, in epoch milliseconds. */
export function deadlineMs(): number {
  return util.time.nowEpochMilliSeconds() + LIMITS.deadlineMs;
}

/**
 * Hands the rest of a request to the Lambda, which can loop. `payload` says what to do, `deadlineMs` until when.
 * The request's id goes along for the logs: AppSync's own, which every answer carries as well, or that of its trace.
 */
export function promoteFromWaitlist(ctx: Context, payload: Record<string, unknown>): LambdaRequest {
  const correlationId = ctx.request.headers['x-amzn-requestid'] ?? ctx.request.headers['x-amzn-trace-id'];
  return { operation: 'Invoke', payload: { ...payload, correlationId } };
}

/** The value that the Lambda has answered; raises its failure, or Busy / InternalError if it failed as a whole. */
export function answerOf<T>(ctx: Context): T {
  if (ctx.error) {
    return raiseLambdaFailure(ctx);
  }
  const answer = ctx.result as { value?: T; failure?: Failure };
  return answer.failure ? raise(answer.failure) : (answer.value as T);
}
