import { runtime, type Context } from '@aws-appsync/utils';
import { left } from '../../../domain/registration/registration.ts';
import { leaveWaitlist } from '../../../domain/waitlist/leaveWaitlist.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { passOn } from '../../shared/settle.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Gives up the place on the waitlist that (1) has seen; skipped unless it has, and if a crowd is being served. */
export function request(ctx: Context<unknown, Stash>) {
  if (!ctx.stash.waiting || ctx.stash.isContended) {
    runtime.earlyReturn({});
  }
  return transact(ctx, leaveWaitlist(ctx.stash.request, ctx.stash.waiting, currentTimestamp()));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    passOn(ctx, { kind: 'contended' });
    ctx.stash.isContended = ctx.stash.effect === 'NOT_MADE';
    return {};
  }
  ctx.stash.done = left(ctx.stash.request, 'WAITLISTED', ctx.stash.waiting ? ctx.stash.waiting.requestId : null);
  return {};
}
