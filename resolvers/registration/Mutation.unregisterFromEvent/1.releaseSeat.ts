import type { Context } from '@aws-appsync/utils';
import { left } from '../../../domain/registration/registration.ts';
import { explainReleaseSeat, releaseSeat } from '../../../domain/registration/releaseSeat.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { isRefused, isUncertain, raise, raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import { transact } from '../../shared/table.ts';

/** Gives the seat back if nobody waits; a refusal says in `stash.waiting` whether it is a place on the waitlist instead. */
export function request(ctx: Context) {
  return transact(ctx, releaseSeat(ctx.stash.request, null, currentTimestamp()));
}

export function response(ctx: Context) {
  if (ctx.error) {
    if (!isRefused(ctx) && !isUncertain(ctx)) {
      return raiseWriteFailure(ctx, null);
    }
    ctx.stash.isUncertain = isUncertain(ctx);
    const decision = explainReleaseSeat(ctx.stash.request, reasonsOf(ctx) ?? []);
    if (decision.kind === 'failed') {
      return raise(decision.failure);
    }
    if (decision.kind === 'waiting') {
      ctx.stash.waiting = decision.registration;
    }
    return {};
  }
  ctx.stash.done = left(ctx.stash.request, 'REGISTERED');
  return {};
}
