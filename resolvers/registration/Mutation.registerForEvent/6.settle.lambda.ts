import { runtime, type Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';
import { effectAsked } from '../../shared/lane.ts';
import { decidedBy, settle, settledValue, type SettlingContext } from '../../shared/settle.ts';
import type { MutationRegisterForEventArgs } from '../../shared/schema.generated.ts';
import type { Stash } from './pipeline.ts';

/** Repeats a registration that is contended, or may have been made, until it is decided; skipped once it is. */
export function request(ctx: Context<MutationRegisterForEventArgs, Stash>) {
  if (ctx.stash.done) {
    runtime.earlyReturn({});
  }
  return settle(ctx, {
    operation: 'registerForEvent',
    request: ctx.stash.request,
    effect: ctx.stash.effect,
    ticket: ctx.stash.ticket,
    isRepeat: ctx.args.isRepeat === true,
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: SettlingContext<Stash, Registration>) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx, effectAsked(ctx.stash), {
      decidedBy: decidedBy(ctx.stash.deadlineMs),
      clientRequestId: ctx.stash.request.requestId,
    });
  }
  ctx.stash.done = settledValue(ctx);
  return {};
}
