import type { Context } from '@aws-appsync/utils';
import { userNotFound } from '../../domain/error.ts';
import { checkUser, updateUser } from '../../domain/user/user.ts';
import { requireSelf, userIdOf } from '../shared/caller.ts';
import { currentTimestamp } from '../shared/clock.ts';
import { hasFailedCondition, raiseIf, raiseWriteFailure } from '../shared/raise.ts';
import type { MutationUpdateUserArgs, User } from '../shared/schema.generated.ts';
import { updateItem } from '../shared/table.ts';

/**
 * Renames a user; one plain conditional update, which answers the whole item. Errors: ValidationError, Unauthorized,
 * UserNotFound, Busy.
 */
export function request(ctx: Context<MutationUpdateUserArgs>) {
  const { userId, name } = ctx.args.input;
  const user = { userId: userIdOf(ctx, userId), name };
  raiseIf(checkUser(user));
  requireSelf(ctx, user.userId);
  return updateItem(updateUser(user, currentTimestamp()));
}

export function response(ctx: Context<MutationUpdateUserArgs>): User {
  if (ctx.error) {
    return raiseWriteFailure(ctx, hasFailedCondition(ctx) ? userNotFound() : null);
  }
  return ctx.result as User;
}
