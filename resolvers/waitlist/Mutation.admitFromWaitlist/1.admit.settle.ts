import type { Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { callerOf } from '../../shared/caller.ts';
import { raiseLambdaFailure } from '../../shared/raise.ts';
import type { MutationAdmitFromWaitlistArgs } from '../../shared/schema.generated.ts';
import { deadlineMs, settle, settledValue, type SettlingContext } from '../../shared/settle.ts';

/** Has the Lambda do it: it is rare, and needs more looks than one. Errors: as the field's. */
export function request(ctx: Context<MutationAdmitFromWaitlistArgs>) {
  const { userId, eventId, reason } = ctx.args;
  const caller = callerOf(ctx);
  return settle(ctx, { operation: 'admitFromWaitlist', userId, eventId, reason, caller, deadlineMs: deadlineMs() });
}

export function response(ctx: SettlingContext<object, Registration>): Registration {
  if (ctx.error) {
    return raiseLambdaFailure(ctx, 'NOT_MADE', null);
  }
  return settledValue(ctx);
}
