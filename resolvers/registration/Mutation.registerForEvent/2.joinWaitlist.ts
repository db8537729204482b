import { runtime, type Context } from '@aws-appsync/utils';
import { explainJoinWaitlist, joinWaitlist, waitlistJoined } from '../../../domain/waitlist/joinWaitlist.ts';
import { currentTimestamp, joiningTimestamp } from '../../shared/clock.ts';
import { isRefused, isUncertain, raise, raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import { transact } from '../../shared/table.ts';

/** Joins the queue of the event that (1) has seen; skipped unless (1) says to queue. */
export function request(ctx: Context) {
  const event = ctx.stash.queue;
  if (!event) {
    runtime.earlyReturn({});
  }
  ctx.stash.joining = { event, waitlistedAt: joiningTimestamp(event.waitlistTail) };
  return transact(ctx, joinWaitlist(ctx.stash.request, ctx.stash.joining, currentTimestamp()));
}

export function response(ctx: Context) {
  if (ctx.error) {
    if (!isRefused(ctx) && !isUncertain(ctx)) {
      return raiseWriteFailure(ctx, null);
    }
    ctx.stash.isUncertain = isUncertain(ctx);
    const decision = explainJoinWaitlist(ctx.stash.request, reasonsOf(ctx) ?? []);
    if (decision.kind === 'failed') {
      return raise(decision.failure);
    }
    return {};
  }
  ctx.stash.done = waitlistJoined(ctx.stash.request, ctx.stash.joining);
  return {};
}
