import { runtime, type Context } from '@aws-appsync/utils';
import type { DetailsItem } from '../../../domain/item.ts';
import { detailsKey } from '../../../domain/keys.ts';
import { parentEvent, unreadAnswer } from '../../shared/parent.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import { getItem, itemOf } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Reads the description, unless the parent knows it. Consistently for everybody: it is never older than the parent's
 * `detailsVersion`, by which clients know that they have the latest. Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.isKnown) {
    runtime.earlyReturn({});
  }
  return getItem(detailsKey(parentEvent(ctx).eventId));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  const details = itemOf<DetailsItem>(ctx);
  ctx.stash.description = details ? details.description : null;
  return {};
}
