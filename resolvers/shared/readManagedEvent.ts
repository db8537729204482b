import { util, type Context } from '@aws-appsync/utils';
import { manages, sees } from '../../domain/caller.ts';
import { eventNotFound } from '../../domain/error.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { callerOf } from './caller.ts';
import { raise, raiseReadFailure } from './raise.ts';
import { getItem, itemOf } from './table.ts';

/** What the steps after this one find. */
export interface ManagedEventStash {
  event: Event;
}

/**
 * Pipeline step: the event of `args.eventId`, which the caller must manage. Errors: EventNotFound, Unauthorized, Busy.
 */
export function request(ctx: Context<{ eventId: string }, ManagedEventStash>) {
  return getItem(eventKey(ctx.args.eventId));
}

export function response(ctx: Context<{ eventId: string }, ManagedEventStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  ctx.stash.event = managed(ctx, itemOf<EventItem>(ctx));
  return {};
}

/**
 * The event as the API shows it. Raises EventNotFound, or Unauthorized if the caller may not do this.
 * @param mayAny whether they may do it about any event that they see, and not only about those that they manage
 */
export function managed(ctx: Context<{ eventId: string }>, event: EventItem | null, mayAny = false): Event {
  const caller = callerOf(ctx);
  if (!event || !sees(caller, event)) {
    return raise(eventNotFound(ctx.args.eventId));
  }
  if (!mayAny && !manages(caller, event)) {
    util.unauthorized();
  }
  return toEvent(event);
}
