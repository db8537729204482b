import { runtime, type Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { answerOf, promoteFromWaitlist } from '../../shared/promoteFromWaitlist.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';

/** Repeats a contended or uncertain registration until it is decided; skipped once it is. */
export function request(ctx: Context) {
  if (ctx.stash.done) {
    runtime.earlyReturn({});
  }
  return promoteFromWaitlist(ctx, {
    operation: 'registerForEvent',
    request: ctx.stash.request,
    uncertain: ctx.stash.isUncertain,
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx);
  }
  ctx.stash.done = answerOf<Registration>(ctx);
  return {};
}
