import { runtime, type Context } from '@aws-appsync/utils';
import { toCancellation, type Cancellation } from '../../domain/event/cancellation.ts';
import type { CancellationItem } from '../../domain/item.ts';
import { cancellationKey } from '../../domain/keys.ts';
import { parentEvent, unreadAnswer } from '../shared/parent.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem, itemOf } from '../shared/table.ts';

/**
 * How far it has come that everybody in a cancelled event is told, read only where there is anybody to tell: what was
 * never public has nobody in it. Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context) {
  const { eventId, status, isPublic } = parentEvent(ctx);
  if (status !== 'CANCELLED' || !isPublic) {
    runtime.earlyReturn(null);
  }
  return getItem(cancellationKey(eventId));
}

export function response(ctx: Context): Cancellation | null {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  return toCancellation(parentEvent(ctx).createdAt, itemOf<CancellationItem>(ctx));
}
