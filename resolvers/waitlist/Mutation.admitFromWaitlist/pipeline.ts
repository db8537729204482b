import { util, type Context } from '@aws-appsync/utils';
import { LIMITS } from '../../../domain/limits.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId, checkText } from '../../../domain/text.ts';
import { callerOf } from '../../shared/caller.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationAdmitFromWaitlistArgs } from '../../shared/schema.generated.ts';

/**
 * Lets one person in out of turn, through the Lambda, which reads who waits, and repeats what is contended. Errors:
 * ValidationError, EventNotFound, Unauthorized, NotRegistered, EventNotOpen, Busy.
 */
export function request(ctx: Context<MutationAdmitFromWaitlistArgs>) {
  const { userId, eventId, reason } = ctx.args;
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId) ?? checkText('reason', reason, LIMITS.reasonLength));
  const caller = callerOf(ctx);
  if (!caller.isOrganizer && !caller.isUnrestricted) {
    util.unauthorized();
  }
  return {};
}

export function response(ctx: Context<unknown, object, { result: Registration }>): Registration {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return { ...ctx.prev.result, isAnswer: true };
}
