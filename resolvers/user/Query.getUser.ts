import type { Context } from '@aws-appsync/utils';
import type { UserItem } from '../../domain/item.ts';
import { userKey } from '../../domain/keys.ts';
import { checkId } from '../../domain/text.ts';
import { toUser } from '../../domain/user/shownUser.ts';
import { requireSelf, userIdOf } from '../shared/caller.ts';
import { raiseIf, raiseReadFailure } from '../shared/raise.ts';
import type { QueryGetUserArgs, User } from '../shared/schema.generated.ts';
import { getItem, itemOf } from '../shared/table.ts';

/** The user, null if there is none, or if their deletion was asked for. Errors: ValidationError, Unauthorized, Busy. */
export function request(ctx: Context<QueryGetUserArgs>) {
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(checkId('userId', userId));
  requireSelf(ctx, userId);
  return getItem(userKey(userId));
}

export function response(ctx: Context<QueryGetUserArgs>): User | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  return toUser(itemOf<UserItem>(ctx));
}
