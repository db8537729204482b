import type { Context } from '@aws-appsync/utils';
import { checkUser, createUser, explainCreateUser } from '../../domain/user/user.ts';
import { requireSelf } from '../shared/caller.ts';
import { currentTimestamp } from '../shared/clock.ts';
import { raiseIf, raiseWriteFailure, reasonsOf } from '../shared/raise.ts';
import type { MutationCreateUserArgs, User } from '../shared/schema.generated.ts';
import { transact } from '../shared/table.ts';

interface Stash {
  now: string;
}

/** Creates a user. Errors: ValidationError, Unauthorized, UserAlreadyExists, Busy. */
export function request(ctx: Context<MutationCreateUserArgs, Stash>) {
  const { input } = ctx.args;
  raiseIf(checkUser(input));
  requireSelf(ctx, input.userId);
  ctx.stash.now = currentTimestamp();
  return transact(ctx, createUser(input, ctx.stash.now));
}

export function response(ctx: Context<MutationCreateUserArgs, Stash>): User {
  if (ctx.error) {
    return raiseWriteFailure(ctx, explainCreateUser(ctx.args.input, reasonsOf(ctx) ?? []));
  }
  const { userId, name } = ctx.args.input;
  return { userId, name, createdAt: ctx.stash.now, updatedAt: ctx.stash.now };
}
