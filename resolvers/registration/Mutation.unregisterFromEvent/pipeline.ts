import type { Context } from '@aws-appsync/utils';
import type { Unregistration, UnregistrationRequest } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { callerOf, requireSelfOrOrganizer } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { deadlineMs } from '../../shared/promoteFromWaitlist.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationUnregisterFromEventArgs } from '../../shared/schema.generated.ts';

/**
 * Ends a registration: (1) a seat that nobody waits for, in one call; (2) a place on the waitlist; (3) everything else, promotion
 * above all, through the Lambda. Errors: ValidationError, Unauthorized, EventNotFound, NotRegistered, Busy.
 */
export function request(ctx: Context<MutationUnregisterFromEventArgs>) {
  const { userId, eventId } = ctx.args;
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId));
  const caller = callerOf(ctx);
  requireSelfOrOrganizer(caller, userId);
  const unregistration: UnregistrationRequest = { userId, eventId, caller };
  ctx.stash.request = unregistration;
  ctx.stash.begunAt = currentTimestamp();
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.isUncertain = false;
  return {};
}

export function response(ctx: Context<MutationUnregisterFromEventArgs>): Unregistration {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.done;
}
