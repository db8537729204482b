import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { Failure } from '../../domain/error.ts';
import { LIMITS } from '../../domain/limits.ts';
import { timestampOf } from '../../domain/timestamp.ts';
import type { Effect } from '../../domain/verdict.ts';
import { judgeFailure, raise, raiseUnexpected } from './raise.ts';

/** What a pipeline keeps whose last step lets the Lambda settle what the steps before it could not. */
export interface SettlingStash {
  /** When the request must have given up, in epoch milliseconds. */
  deadlineMs: number;
  /** What the attempts of the steps so far may have done. */
  effect: Effect;
}

/** What a step sees that lets the Lambda settle something: the pipeline's stash, and the answer of the Lambda. */
export type SettlingContext<Stash extends object, Value, Args = unknown> = Context<
  Args,
  Stash,
  undefined,
  undefined,
  { value: Value; failure?: never } | { failure: Failure }
>;

/** When a request that begins now must have given up, in epoch milliseconds. */
export function deadlineMs(): number {
  return util.time.nowEpochMilliSeconds() + LIMITS.deadlineMs;
}

/** When nothing of a request with this deadline can take effect any more, as a timestamp. */
export function decidedBy(deadline: number): string {
  return timestampOf(util.time.epochMilliSecondsToISO8601(deadline + LIMITS.decidedAfterMs));
}

/**
 * Leaves a step's failed attempt to the steps after it: keeps in `stash.effect` what it may have done, and raises what
 * cannot be settled any more, which is the failure that is decided already, or InternalError if the attempt is BROKEN.
 * @param decision what the attempt's reasons mean
 * @returns the same decision, which is not `failed`
 */
export function passOn<Decision extends { kind: string; failure?: Failure }>(
  ctx: Context<unknown, { effect: Effect }>,
  decision: Decision,
): Exclude<Decision, { kind: 'failed' }> {
  const verdict = judgeFailure(ctx);
  if (verdict === 'BROKEN') {
    return raiseUnexpected(ctx);
  }
  ctx.stash.effect = verdict;
  if (decision.failure) {
    return raise(decision.failure);
  }
  return decision as Exclude<Decision, { kind: 'failed' }>;
}

/**
 * Hands the rest of a request to the Lambda, which can loop. `payload` says what to do, `deadlineMs` until when.
 * The request's id goes along for the logs: AppSync's own, which every answer carries as well, or that of its trace.
 */
export function settle(
  ctx: Context<unknown, object>,
  payload: { operation: string; deadlineMs: number } & Record<string, unknown>,
): LambdaRequest {
  const headers = ctx.request.headers as Record<string, string>;
  const correlationId = headers['x-amzn-requestid'] ?? headers['x-amzn-trace-id'];
  return { operation: 'Invoke', payload: { ...payload, correlationId } };
}

/** The value that the Lambda has answered; raises its failure instead, if it has answered one. */
export function settledValue<Value>(ctx: SettlingContext<object, Value>): Value {
  const answer = ctx.result;
  return answer.failure ? raise(answer.failure) : answer.value;
}
