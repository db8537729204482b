import { util, type Context } from '@aws-appsync/utils';
import type { Registration, RegistrationRequest } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { callerOf, requireSelfOrOrganizer } from '../../shared/caller.ts';
import { deadlineMs } from '../../shared/promoteFromWaitlist.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationRegisterForEventArgs } from '../../shared/schema.generated.ts';

/**
 * Registers a user: (1) a free seat, in one call; (2) else a place on the waitlist; (3) else, under contention, the Lambda.
 * The request id made here lets every later try recognise the work of an earlier one.
 * Errors: ValidationError, Unauthorized, AlreadyRegistered, UserNotFound, EventNotFound, EventNotOpen, EventFull, Busy.
 */
export function request(ctx: Context<MutationRegisterForEventArgs>) {
  const { userId, eventId, clientRequestId } = ctx.args;
  raiseIf(
    checkId('userId', userId) ??
      checkId('eventId', eventId) ??
      (typeof clientRequestId === 'string' ? checkId('clientRequestId', clientRequestId) : null),
  );
  const caller = callerOf(ctx);
  requireSelfOrOrganizer(caller, userId);
  const registration: RegistrationRequest = { userId, eventId, requestId: clientRequestId ?? util.autoId(), caller };
  ctx.stash.request = registration;
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.isUncertain = false;
  return {};
}

export function response(ctx: Context<MutationRegisterForEventArgs>): Registration {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.done;
}
