import type { Context } from '@aws-appsync/utils';
import { isToBeCleared, requestDeletion } from '../../../domain/registration/clearEvent.ts';
import { deleteEvent, explainDeleteEvent } from '../../../domain/event/deleteEvent.ts';
import { callerOf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';
import { transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Deletes the event, if it is the caller's and empty, and keeps its id for its organizer; marks a cancelled one with
 * people in it, so that it is deleted with them. Errors: EventNotFound, Unauthorized, EventNotEmpty, Busy.
 */
export function request(ctx: Context<MutationDeleteEventArgs, Stash>) {
  const { eventId } = ctx.args;
  const { read } = ctx.stash;
  ctx.stash.isMarked = isToBeCleared(read);
  return transact(
    ctx,
    ctx.stash.isMarked
      ? requestDeletion(eventId, callerOf(ctx), currentTimestamp())
      : deleteEvent(eventId, callerOf(ctx), read, currentTimestamp()),
  );
}

export function response(ctx: Context<MutationDeleteEventArgs, Stash>) {
  if (ctx.error) {
    const { eventId } = ctx.args;
    return raiseWriteFailure(ctx, explainDeleteEvent(eventId, callerOf(ctx), reasonsOf(ctx) ?? [], ctx.stash.read));
  }
  return {};
}
