import type { Context } from '@aws-appsync/utils';
import { deleteEvent, explainDeleteEvent } from '../../../domain/event/deleteEvent.ts';
import { callerOf } from '../../shared/caller.ts';
import { raiseWriteFailure, reasonsOf } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';
import { transact } from '../../shared/table.ts';

/** Deletes the event, if it is the caller's and empty. Errors: EventNotFound, Unauthorized, EventNotEmpty, Busy. */
export function request(ctx: Context<MutationDeleteEventArgs>) {
  return transact(ctx, deleteEvent(ctx.args.eventId, callerOf(ctx)));
}

export function response(ctx: Context<MutationDeleteEventArgs>) {
  if (ctx.error) {
    return raiseWriteFailure(ctx, explainDeleteEvent(ctx.args.eventId, callerOf(ctx), reasonsOf(ctx) ?? []));
  }
  return {};
}
