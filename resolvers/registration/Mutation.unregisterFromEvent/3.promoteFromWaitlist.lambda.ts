import { runtime, type Context } from '@aws-appsync/utils';
import type { Unregistration } from '../../../domain/registration/registration.ts';
import { answerOf, promoteFromWaitlist } from '../../shared/promoteFromWaitlist.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';

/** Hands the seat to the head of the queue, and settles whatever is contended or uncertain; skipped once decided. */
export function request(ctx: Context) {
  if (ctx.stash.done) {
    runtime.earlyReturn({});
  }
  return promoteFromWaitlist(ctx, {
    operation: 'unregisterFromEvent',
    request: ctx.stash.request,
    pinned: ctx.stash.waiting ? ctx.stash.waiting.requestId : null,
    begunAt: ctx.stash.begunAt,
    uncertain: ctx.stash.isUncertain,
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx);
  }
  ctx.stash.done = answerOf<Unregistration>(ctx);
  return {};
}
