import { runtime, type Context } from '@aws-appsync/utils';
import { requiredOrganizer } from '../../../domain/caller.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import type { Effect } from '../../../domain/verdict.ts';
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
    effect: effectAsked(ctx.stash),
    ticket: ctx.stash.ticket,
    isRepeat: ctx.args.isRepeat === true,
    deadlineMs: ctx.stash.deadlineMs,
  });
}

/**
 * What the call may have done, if no Lambda was free. A ticket is left only for a person who exists. An organizer
 * who acts for them is not known to be the event's yet, and must not learn it.
 */
function effectTold({ stash }: { stash: Stash }): Effect {
  const { caller, userId } = stash.request;
  return requiredOrganizer(caller, userId) === null ? effectAsked(stash) : 'MAYBE_MADE';
}

export function response(ctx: SettlingContext<Stash, Registration, MutationRegisterForEventArgs>) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx, effectTold(ctx), {
      decidedBy: decidedBy(ctx.stash.deadlineMs),
      clientRequestId: ctx.stash.request.requestId,
      isRepeat: ctx.args.isRepeat === true,
    });
  }
  ctx.stash.done = settledValue(ctx);
  return {};
}
