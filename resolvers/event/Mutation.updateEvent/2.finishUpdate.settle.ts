import { runtime, type Context } from '@aws-appsync/utils';
import type { Event } from '../../../domain/event/event.ts';
import { callerOf } from '../../shared/caller.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';
import { settle, settledValue, type SettlingContext } from '../../shared/settle.ts';
import type { Stash } from './pipeline.ts';

/** Repeats a contended update, and raises the capacity step by step with people waiting. Errors: as the field's. */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.isWritten) {
    runtime.earlyReturn({});
  }
  return settle(ctx, {
    operation: 'updateEvent',
    eventId: ctx.stash.eventId,
    patch: ctx.stash.patch,
    caller: callerOf(ctx),
    deadlineMs: ctx.stash.deadlineMs,
  });
}

export function response(ctx: SettlingContext<Stash, Event>) {
  if (ctx.error) {
    return raiseLambdaFailure(ctx, ctx.stash.effect, null);
  }
  ctx.stash.event = settledValue(ctx);
  return {};
}
