import { runtime, type Context } from '@aws-appsync/utils';
import { hasSeenUser } from '../../../domain/registration/decision.ts';
import { explainReserveSeat, reserveSeat, seatReserved } from '../../../domain/registration/reserveSeat.ts';
import { toRegistration } from '../../../domain/registration/registration.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { reasonsOf } from '../../shared/raise.ts';
import { passOn } from '../../shared/settle.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Takes a free seat in one transaction, unless (1) knows better; if there is none, `stash.queue` says whether to queue,
 * and behind what.
 */
export function request(ctx: Context<unknown, Stash>) {
  if (!ctx.stash.triesSeat) {
    runtime.earlyReturn({});
  }
  ctx.stash.now = currentTimestamp();
  return transact(ctx, reserveSeat(ctx.stash.request, ctx.stash.now));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    const decision = passOn(ctx, explainReserveSeat(ctx.stash.request, reasonsOf(ctx) ?? [], ctx.stash.now));
    ctx.stash.isContended = decision.kind === 'contended' && ctx.stash.effect === 'NOT_MADE';
    ctx.stash.hasSeenUser = hasSeenUser(decision);
    if (decision.kind === 'queue') {
      ctx.stash.queue = decision.event;
    }
    if (decision.kind === 'mine') {
      // An earlier try has taken effect: a seat is answered as it is, a place by the Lambda, which reads its position.
      ctx.stash.effect = 'MAYBE_MADE';
      const isSeat = decision.registration.registrationStatus === 'REGISTERED';
      ctx.stash.done = isSeat ? toRegistration(decision.registration) : null;
    }
    return {};
  }
  ctx.stash.done = seatReserved(ctx.stash.request, ctx.stash.now);
  return {};
}
