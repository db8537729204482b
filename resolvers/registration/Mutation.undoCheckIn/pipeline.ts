import type { Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationUndoCheckInArgs } from '../../shared/schema.generated.ts';

/**
 * Takes back that somebody has come: (1) whether the caller lets people in, (2, 3) one write of the registration, once
 * more if others have changed it meanwhile. Errors: ValidationError, EventNotFound, Unauthorized, NotRegistered,
 * RegistrationStatusChanged, Busy.
 */
export function request(ctx: Context<MutationUndoCheckInArgs>) {
  const { userId, eventId } = ctx.args;
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId));
  return {};
}

export function response(ctx: Context<unknown, object, { result: Registration }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
