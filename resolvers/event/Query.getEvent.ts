import type { Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { checkId } from '../../domain/text.ts';
import { callerOf, readsConsistently } from '../shared/caller.ts';
import { asOfNow } from '../shared/clock.ts';
import type { Answered } from '../shared/parent.ts';
import { raiseIf, raiseReadFailure } from '../shared/raise.ts';
import type { QueryGetEventArgs } from '../shared/schema.generated.ts';
import { getItem, itemOf } from '../shared/table.ts';

/**
 * The event as it is now, for the API key as it was a moment ago; null if there is none that the caller may see.
 * Errors: ValidationError, Busy.
 */
export function request(ctx: Context<QueryGetEventArgs>) {
  raiseIf(checkId('eventId', ctx.args.eventId));
  return getItem(eventKey(ctx.args.eventId), readsConsistently());
}

export function response(ctx: Context<QueryGetEventArgs>): Answered<Event> | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const event = itemOf<EventItem>(ctx);
  return event && sees(callerOf(ctx), event) ? asOfNow(toEvent(event)) : null;
}
