import type { Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { answerIncomplete } from '../../domain/error.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import type { Unregistration } from '../../domain/registration/registration.ts';
import { callerOf } from '../shared/caller.ts';
import { asOfNow } from '../shared/clock.ts';
import { answered } from '../shared/parent.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem, itemOf } from '../shared/table.ts';

/** The event after somebody has left it; null if it is gone. Errors: AnswerIncomplete, Busy. */
export function request(ctx: Context) {
  return getItem(eventKey((ctx.source as Unregistration).eventId));
}

export function response(ctx: Context): Event | null {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', answerIncomplete());
  }
  const event = itemOf<EventItem>(ctx);
  return event && sees(callerOf(ctx), event) ? answered(asOfNow(toEvent(event))) : null;
}
