import { runtime, type Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { callerOf } from '../shared/caller.ts';
import { asOfNow } from '../shared/clock.ts';
import { answered, parentRegistration, unreadAnswer, type Answered } from '../shared/parent.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem, itemOf } from '../shared/table.ts';

/**
 * The registration's event as it is now, or as the parent has just read it; null if it is gone. Errors: Busy,
 * AnswerIncomplete.
 */
export function request(ctx: Context) {
  const { event, eventId } = parentRegistration(ctx);
  if (event) {
    runtime.earlyReturn(shown(ctx, event));
  }
  return getItem(eventKey(eventId));
}

export function response(ctx: Context): Answered<Event> | null {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  const event = itemOf<EventItem>(ctx);
  if (!event || !sees(callerOf(ctx), event)) {
    return null;
  }
  return shown(ctx, toEvent(event));
}

function shown(ctx: Context, event: Event): Answered<Event> {
  return parentRegistration(ctx).isAnswer ? answered(asOfNow(event)) : asOfNow(event);
}
