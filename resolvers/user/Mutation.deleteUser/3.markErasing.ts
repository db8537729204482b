import type { Context } from '@aws-appsync/utils';
import { userNotFound } from '../../../domain/error.ts';
import type { UserItem } from '../../../domain/item.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { markErasing } from '../../../domain/user/deleteUser.ts';
import { currentTimestamp, laterBy } from '../../shared/clock.ts';
import { hasFailedCondition, raiseWriteFailure } from '../../shared/raise.ts';
import { itemOf, updateItem } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Marks the profile, which answers as it is then. Errors: UserNotFound, Busy. */
export function request(ctx: Context<unknown, Stash>) {
  // Not when the call began: from the mark on, not before, nothing new is begun for the person.
  ctx.stash.now = currentTimestamp();
  return updateItem(markErasing(ctx.stash.userId, ctx.stash.now));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseWriteFailure(ctx, hasFailedCondition(ctx) ? userNotFound() : null);
  }
  const { now, userId } = ctx.stash;
  const requestedAt = itemOf<UserItem>(ctx)?.erasingAt ?? now;
  ctx.stash.deletion = { userId, requestedAt, earliestCompletionAt: laterBy(requestedAt, LIMITS.erasingMs) };
  return {};
}
