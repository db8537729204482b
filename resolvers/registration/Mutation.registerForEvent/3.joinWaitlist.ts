import { runtime, type Context } from '@aws-appsync/utils';
import { explainJoinWaitlist, joinWaitlist, waitlistJoined } from '../../../domain/waitlist/joinWaitlist.ts';
import { currentTimestamp, joiningTimestamp } from '../../shared/clock.ts';
import { reasonsOf } from '../../shared/raise.ts';
import { passOn } from '../../shared/settle.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Joins the queue of the event that (1) or (2) has seen; skipped unless one of them says to queue. */
export function request(ctx: Context<unknown, Stash>) {
  const event = ctx.stash.queue;
  if (!event) {
    runtime.earlyReturn({});
  }
  ctx.stash.joining = { event, waitlistedAt: joiningTimestamp(event.waitlistTail) };
  return transact(ctx, joinWaitlist(ctx.stash.request, ctx.stash.joining, currentTimestamp()));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    const decision = passOn(ctx, explainJoinWaitlist(ctx.stash.request, reasonsOf(ctx) ?? [], ctx.stash.now));
    ctx.stash.isContended = decision.kind !== 'mine' && ctx.stash.effect === 'NOT_MADE';
    return {};
  }
  ctx.stash.done = waitlistJoined(ctx.stash.request, ctx.stash.joining);
  return {};
}
