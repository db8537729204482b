import { runtime, type Context } from '@aws-appsync/utils';
import type { Unregistration } from '../../../domain/registration/registration.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';
import { effectAsked } from '../../shared/lane.ts';
import { decidedBy, settle, settledValue, type SettlingContext } from '../../shared/settle.ts';
import type { Stash } from './pipeline.ts';

/**
 * Hands the seat to the head of the queue, and settles what is contended, or may have been made; skipped once decided.
 */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.done) {
    runtime.earlyReturn({});
  }
  return settle(ctx, {
    operation: 'unregisterFromEvent',
    request: ctx.stash.request,
    pinned: ctx.stash.waiting ? ctx.stash.waiting.requestId : (ctx.stash.request.registrationId ?? null),
    begunAt: ctx.stash.begunAt,
    effect: effectAsked(ctx.stash),
    ticket: ctx.stash.ticket,
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: SettlingContext<Stash, Unregistration>) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx, effectAsked(ctx.stash), {
      decidedBy: decidedBy(ctx.stash.deadlineMs),
      clientRequestId: null,
      isRepeat: false,
    });
  }
  ctx.stash.done = settledValue(ctx);
  return {};
}
