import type { Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import { explainUpdateEvent, updateEvent } from '../../../domain/event/updateEvent.ts';
import { callerOf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raise, reasonsOf } from '../../shared/raise.ts';
import { passOn } from '../../shared/settle.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** The whole update in one transaction, which fails for a raised capacity with people waiting, and under contention. */
export function request(ctx: Context<unknown, Stash>) {
  return transact(ctx, updateEvent(ctx.stash.eventId, ctx.stash.patch, callerOf(ctx), currentTimestamp()));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    const { eventId, patch } = ctx.stash;
    passOn(ctx, explainUpdateEvent(eventId, patch, callerOf(ctx), reasonsOf(ctx) ?? []));
    return ctx.stash.effect === 'NOT_MADE' ? {} : raise(busy(ctx.stash.effect));
  }
  ctx.stash.isWritten = true;
  return {};
}
