import { runtime, type Context } from '@aws-appsync/utils';
import { callerOf } from '../../shared/caller.ts';
import { answerOf, promoteFromWaitlist } from '../../shared/promoteFromWaitlist.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';
import type { Event } from '../../shared/schema.generated.ts';

/** Repeats a contended update, and raises the capacity step by step with people waiting. Errors: as the field's. */
export function request(ctx: Context) {
  if (ctx.stash.isWritten) {
    runtime.earlyReturn({});
  }
  return promoteFromWaitlist(ctx, {
    operation: 'updateEvent',
    eventId: ctx.stash.eventId,
    patch: ctx.stash.patch,
    caller: callerOf(ctx),
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx);
  }
  ctx.stash.event = answerOf<Event>(ctx);
  return {};
}
