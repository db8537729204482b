import type { Context } from '@aws-appsync/utils';
import { checkUser, createUser, explainCreateUser, type UserInput } from '../../domain/user/user.ts';
import { requireSelf, userIdOf } from '../shared/caller.ts';
import { currentTimestamp } from '../shared/clock.ts';
import { raiseIf, raiseWriteFailure, reasonsOf } from '../shared/raise.ts';
import type { MutationCreateUserArgs, User } from '../shared/schema.generated.ts';
import { transact } from '../shared/table.ts';

interface Stash {
  user: UserInput;
  now: string;
}

/** Creates a user. Errors: ValidationError, Unauthorized, UserAlreadyExists, Busy. */
export function request(ctx: Context<MutationCreateUserArgs, Stash>) {
  const { userId, name } = ctx.args.input;
  const user = { userId: userIdOf(ctx, userId), name };
  raiseIf(checkUser(user));
  requireSelf(ctx, user.userId);
  ctx.stash.user = user;
  ctx.stash.now = currentTimestamp();
  return transact(ctx, createUser(user, ctx.stash.now));
}

export function response(ctx: Context<MutationCreateUserArgs, Stash>): User {
  if (ctx.error) {
    return raiseWriteFailure(ctx, explainCreateUser(ctx.stash.user, reasonsOf(ctx) ?? []));
  }
  const { userId, name } = ctx.stash.user;
  return { userId, name, createdAt: ctx.stash.now, updatedAt: ctx.stash.now };
}
