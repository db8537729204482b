import type { Context } from '@aws-appsync/utils';
import { explainUpdateEvent, updateEvent } from '../../../domain/event/updateEvent.ts';
import { callerOf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { isRefused, raise, raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import { transact } from '../../shared/table.ts';

/** The whole update in one transaction, which a raised capacity with people waiting or contention refuses. */
export function request(ctx: Context) {
  return transact(ctx, updateEvent(ctx.stash.eventId, ctx.stash.patch, callerOf(ctx), currentTimestamp()));
}

export function response(ctx: Context) {
  if (ctx.error) {
    if (!isRefused(ctx)) {
      return raiseWriteFailure(ctx, null);
    }
    const decision = explainUpdateEvent(ctx.stash.eventId, ctx.stash.patch, callerOf(ctx), reasonsOf(ctx) ?? []);
    if (decision.kind === 'failed') {
      return raise(decision.failure);
    }
    return {};
  }
  ctx.stash.isWritten = true;
  return {};
}
