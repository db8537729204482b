import type { Context } from '@aws-appsync/utils';
import { positionNotRead } from '../../../domain/error.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { requireSelf, userIdOf } from '../../shared/caller.ts';
import { beginSearch, endSearch, type PositionStash } from '../../shared/position/stash.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { QueryGetRegistrationArgs } from '../../shared/schema.generated.ts';

/**
 * One registration with its exact position if it waits, null if there is none. Errors: ValidationError, Unauthorized,
 * Busy.
 */
export function request(ctx: Context<QueryGetRegistrationArgs, PositionStash>) {
  const { eventId } = ctx.args;
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId));
  requireSelf(ctx, userId);
  beginSearch(ctx, { userId, eventId, withPosition: true }, positionNotRead());
  return {};
}

export function response(ctx: Context<QueryGetRegistrationArgs, PositionStash>): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return endSearch(ctx);
}
