import { runtime, type Context } from '@aws-appsync/utils';
import { eventNotFound } from '../../../domain/error.ts';
import { toEvent } from '../../../domain/event/event.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { getItem, itemOf } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Reads the event that (1) has changed. Errors: EventNotFound if it was deleted meanwhile, Busy/UNKNOWN or
 * InternalError: the change is made.
 */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.event) {
    runtime.earlyReturn({});
  }
  return getItem(eventKey(ctx.stash.eventId));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'MAYBE_MADE');
  }
  const event = itemOf<EventItem>(ctx);
  if (!event) {
    return raise(eventNotFound(ctx.stash.eventId));
  }
  ctx.stash.event = toEvent(event);
  return {};
}
