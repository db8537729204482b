import type { Context } from '@aws-appsync/utils';
import { explainReserveSeat, reserveSeat, seatReserved } from '../../../domain/registration/reserveSeat.ts';
import { toRegistration } from '../../../domain/registration/registration.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { isRefused, isUncertain, raise, raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import { transact } from '../../shared/table.ts';

/** Takes a free seat in one transaction; a refusal says in `stash.queue` whether to queue, and behind what. */
export function request(ctx: Context) {
  ctx.stash.now = currentTimestamp();
  return transact(ctx, reserveSeat(ctx.stash.request, ctx.stash.now));
}

export function response(ctx: Context) {
  if (ctx.error) {
    if (!isRefused(ctx) && !isUncertain(ctx)) {
      return raiseWriteFailure(ctx, null);
    }
    ctx.stash.isUncertain = isUncertain(ctx);
    const decision = explainReserveSeat(ctx.stash.request, reasonsOf(ctx) ?? []);
    if (decision.kind === 'failed') {
      return raise(decision.failure);
    }
    if (decision.kind === 'queue') {
      ctx.stash.queue = decision.event;
    }
    if (decision.kind === 'mine') {
      // An earlier try has taken effect: a seat is answered as it is, a place by the Lambda, which reads its position.
      ctx.stash.isUncertain = true;
      ctx.stash.done = decision.registration.registrationStatus === 'REGISTERED' ? toRegistration(decision.registration) : null;
    }
    return {};
  }
  ctx.stash.done = seatReserved(ctx.stash.request, ctx.stash.now);
  return {};
}
