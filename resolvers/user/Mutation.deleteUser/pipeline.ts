import type { Context } from '@aws-appsync/utils';
import type { Key } from '../../../domain/keys.ts';
import { checkId } from '../../../domain/text.ts';
import type { UserDeletion } from '../../../domain/user/deleteUser.ts';
import { requireSelf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationDeleteUserArgs } from '../../shared/schema.generated.ts';

export interface Stash {
  userId: string;
  /** When the call began; from (3) on, when the profile is marked. */
  now: string;
  /** Keys of the person's events, as (1) has found them. */
  events: Key[];
  /** The answer, once (3) has marked the profile. */
  deletion: UserDeletion | null;
}

/**
 * Has a user deleted: unless (1, 2) they organize events that are not over, (3) their profile is marked. What is left
 * of them is given up in the background (docs/design.md#deleting-a-user). Errors: ValidationError, Unauthorized,
 * UserIsOrganizer, UserNotFound, Busy.
 */
export function request(ctx: Context<MutationDeleteUserArgs, Stash>) {
  const { userId } = ctx.args;
  raiseIf(checkId('userId', userId));
  requireSelf(ctx, userId);
  ctx.stash.userId = userId;
  ctx.stash.now = currentTimestamp();
  ctx.stash.events = [];
  ctx.stash.deletion = null;
  return {};
}

export function response(ctx: Context<MutationDeleteUserArgs, Stash>): UserDeletion | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.deletion;
}
