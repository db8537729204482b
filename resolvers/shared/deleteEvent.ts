import { runtime, type Context } from '@aws-appsync/utils';
import { changedSince, deleteEvent, explainDeleteEvent } from '../../domain/event/deleteEvent.ts';
import type { EventItem } from '../../domain/item.ts';
import { isToBeCleared, requestDeletion } from '../../domain/registration/clearEvent.ts';
import { callerOf } from './caller.ts';
import { currentTimestamp } from './clock.ts';
import type { DescribedEvent } from './parent.ts';
import { raiseWriteFailure, reasonsOf } from './raise.ts';
import type { MutationDeleteEventArgs } from './schema.generated.ts';
import { transact } from './table.ts';

/** What the steps of deleting an event know. */
export interface DeletionStash {
  /** The event as it was last read. */
  read: EventItem;
  /** Whether an attempt has succeeded. */
  isDone?: boolean;
  /** Whether one was in vain, because others had changed the event. */
  isRepeated?: boolean;
  /** Whether the event was marked, to be deleted with the people in it. */
  isMarked?: boolean;
  /** The event with its description, for the answer. */
  event: DescribedEvent;
}

/**
 * Each of two attempts: deletes the event, if it is the caller's and empty, and keeps its id for its organizer; marks a
 * cancelled one with people in it, so that it is deleted with them. The second is for an event that was cancelled, or
 * has changed hands, since it was read. Errors: EventNotFound, Unauthorized, EventNotEmpty, Busy.
 */
export function request(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  const { eventId } = ctx.args;
  const { read, isDone } = ctx.stash;
  if (isDone) {
    runtime.earlyReturn({});
  }
  const isMarked = isToBeCleared(read);
  ctx.stash.isMarked = isMarked;
  return transact(
    ctx,
    isMarked
      ? requestDeletion(eventId, callerOf(ctx), currentTimestamp())
      : deleteEvent(eventId, callerOf(ctx), read, currentTimestamp()),
  );
}

export function response(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  if (ctx.error) {
    const reasons = reasonsOf(ctx) ?? [];
    const explained = explainDeleteEvent(ctx.args.eventId, callerOf(ctx), reasons, ctx.stash.read);
    const changed = changedSince(reasons);
    if (explained !== null || changed === null || ctx.stash.isRepeated) {
      return raiseWriteFailure(ctx, explained);
    }
    ctx.stash.isRepeated = true;
    ctx.stash.read = changed;
    return {};
  }
  ctx.stash.isDone = true;
  return {};
}
