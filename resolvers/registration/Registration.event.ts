import { runtime, type Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { callerOf } from '../shared/caller.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem } from '../shared/table.ts';

/** The registration's event as it is now, or as the parent has just read it; null if it is gone. Errors: Busy. */
export function request(ctx: Context) {
  if (ctx.source.event) {
    runtime.earlyReturn(ctx.source.event);
  }
  return getItem(eventKey(ctx.source.eventId));
}

export function response(ctx: Context): Event | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const event = ctx.result as EventItem | null;
  return event && sees(callerOf(ctx), event) ? toEvent(event) : null;
}
