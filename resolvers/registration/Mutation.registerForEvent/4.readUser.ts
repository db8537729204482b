import { runtime, type Context } from '@aws-appsync/utils';
import type { UserItem } from '../../../domain/item.ts';
import { userKey } from '../../../domain/keys.ts';
import { isPresent } from '../../../domain/user/shownUser.ts';
import { getItem, itemOf } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Makes sure that the person exists, and has not asked to be deleted, before a ticket is left for them: nobody will look again. Skipped unless others are
 * in the way, and where (1) has seen that the person exists. What else could be wrong is found by whoever serves the
 * ticket.
 */
export function request(ctx: Context<unknown, Stash>) {
  if (!ctx.stash.isContended || ctx.stash.hasSeenUser) {
    runtime.earlyReturn({});
  }
  return getItem(userKey(ctx.stash.request.userId));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    ctx.stash.isContended = false;
    return {};
  }
  // Who is not found is looked for by the Lambda, which knows what to answer.
  ctx.stash.isContended = isPresent(itemOf<UserItem>(ctx));
  return {};
}
