import { util, type Context } from '@aws-appsync/utils';
import { manages, sees } from '../../domain/caller.ts';
import { eventNotFound } from '../../domain/error.ts';
import { toEvent } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { callerOf } from './caller.ts';
import { raise, raiseReadFailure } from './raise.ts';
import { getItem } from './table.ts';

/** Pipeline step: the event of `args.eventId`, which the caller must manage. Errors: EventNotFound, Unauthorized, Busy. */
export function request(ctx: Context) {
  return getItem(eventKey(ctx.args.eventId));
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const event = ctx.result as EventItem | null;
  const caller = callerOf(ctx);
  if (!event || !sees(caller, event)) {
    return raise(eventNotFound(ctx.args.eventId));
  }
  if (!manages(caller, event)) {
    util.unauthorized();
  }
  ctx.stash.event = toEvent(event);
  return {};
}
