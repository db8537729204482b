import { runtime, type Context } from '@aws-appsync/utils';
import { left } from '../../../domain/registration/registration.ts';
import { leaveWaitlist } from '../../../domain/waitlist/leaveWaitlist.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { isRefused, isUncertain, raiseWriteFailure } from '../../shared/raise.ts';
import { transact } from '../../shared/table.ts';

/** Gives up the place on the waitlist that (1) has seen; skipped unless it has. */
export function request(ctx: Context) {
  if (!ctx.stash.waiting) {
    runtime.earlyReturn({});
  }
  return transact(ctx, leaveWaitlist(ctx.stash.request, ctx.stash.waiting, currentTimestamp()));
}

export function response(ctx: Context) {
  if (ctx.error) {
    if (!isRefused(ctx) && !isUncertain(ctx)) {
      return raiseWriteFailure(ctx, null);
    }
    ctx.stash.isUncertain = isUncertain(ctx);
    return {};
  }
  ctx.stash.done = left(ctx.stash.request, 'WAITLISTED');
  return {};
}
