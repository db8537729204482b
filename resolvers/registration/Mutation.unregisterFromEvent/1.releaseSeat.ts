import type { Context } from '@aws-appsync/utils';
import { left } from '../../../domain/registration/registration.ts';
import { explainReleaseSeat, releaseSeat } from '../../../domain/registration/releaseSeat.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { reasonsOf } from '../../shared/raise.ts';
import { passOn } from '../../shared/settle.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Gives the seat back if nobody waits; `stash.waiting` says whether there is a place on the waitlist instead. */
export function request(ctx: Context<unknown, Stash>) {
  return transact(ctx, releaseSeat(ctx.stash.request, null, currentTimestamp()));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    const decision = passOn(ctx, explainReleaseSeat(ctx.stash.request, reasonsOf(ctx) ?? [], ctx.stash.begunAt));
    const isWaiting = decision.kind === 'waiting';
    const isContended = decision.kind === 'contended' || (isWaiting && decision.isCrowd);
    ctx.stash.isContended = isContended && ctx.stash.effect === 'NOT_MADE';
    if (isWaiting) {
      ctx.stash.waiting = decision.registration;
    }
    return {};
  }
  ctx.stash.done = left(ctx.stash.request, 'REGISTERED');
  return {};
}
