import type { Context } from '@aws-appsync/utils';
import { toEvent } from '../../../domain/event/event.ts';
import type { DetailsItem, EventItem } from '../../../domain/item.ts';
import { detailsKey, eventKey } from '../../../domain/keys.ts';
import { busy, eventNotFound } from '../../../domain/error.ts';
import type { DeletionStash } from '../../shared/deleteEvent.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';

/**
 * Reads the event with its description, for the answer; whether it may be deleted is judged by the write. Errors:
 * EventNotFound, Busy.
 */
export function request(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  return batchGet(ctx, [eventKey(ctx.args.eventId), detailsKey(ctx.args.eventId)], true);
}

export function response(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const [event, details] = batchItems<EventItem | DetailsItem>(ctx);
  if (!event) {
    return raise(eventNotFound(ctx.args.eventId));
  }
  const description = details ? (details as DetailsItem).description : null;
  ctx.stash.read = event as EventItem;
  ctx.stash.event = { ...toEvent(event as EventItem), description };
  return {};
}
