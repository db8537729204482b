import { runtime, type Context } from '@aws-appsync/utils';
import { toCancellation } from '../../../domain/event/cancellation.ts';
import type { CancellationItem } from '../../../domain/item.ts';
import { cancellationKey } from '../../../domain/keys.ts';
import { readsConsistently } from '../../shared/caller.ts';
import { parentEvent, unreadAnswer } from '../../shared/parent.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import { getItem, itemOf } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Reads how far telling has come, only where there may be anybody to tell. Errors: Busy, AnswerIncomplete. */
export function request(ctx: Context<unknown, Stash>) {
  if (!ctx.stash.isTelling) {
    runtime.earlyReturn({});
  }
  return getItem(cancellationKey(parentEvent(ctx).eventId), readsConsistently());
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  ctx.stash.cancellation = toCancellation(parentEvent(ctx).createdAt, itemOf<CancellationItem>(ctx));
  return {};
}
