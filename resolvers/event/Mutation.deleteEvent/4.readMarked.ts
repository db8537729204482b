import { runtime, type Context } from '@aws-appsync/utils';
import { toEvent } from '../../../domain/event/event.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import type { DeletionStash } from '../../shared/deleteEvent.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';
import { getItem, itemOf } from '../../shared/table.ts';

/**
 * Reads the event that (2) or (3) has marked; one that is cleared already is answered as it was. Errors: Busy/UNKNOWN
 * or InternalError: it is marked.
 */
export function request(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  if (!ctx.stash.isMarked) {
    runtime.earlyReturn({});
  }
  return getItem(eventKey(ctx.args.eventId));
}

export function response(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'MAYBE_MADE');
  }
  const event = itemOf<EventItem>(ctx);
  if (event) {
    ctx.stash.event = { ...toEvent(event), description: ctx.stash.event.description };
  }
  return {};
}
