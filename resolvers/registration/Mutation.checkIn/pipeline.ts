import type { Context } from '@aws-appsync/utils';
import { LIMITS } from '../../../domain/limits.ts';
import { checkScannedAt, scannedAt } from '../../../domain/registration/checkIn.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import type { CheckInStash } from '../../shared/checkIn.ts';
import { currentTimestamp, optionalTimestamp, timestampAfter } from '../../shared/clock.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationCheckInArgs } from '../../shared/schema.generated.ts';

/**
 * Notes that somebody has come: (1) whether the caller lets people in, (2, 3) one write of the registration, once
 * more if others have changed it meanwhile. Errors: ValidationError, EventNotFound, Unauthorized, NotRegistered,
 * RegistrationStatusChanged, Busy.
 */
export function request(ctx: Context<MutationCheckInArgs, CheckInStash>) {
  const { userId, eventId } = ctx.args;
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId));
  const at = optionalTimestamp('at', ctx.args.at ?? null);
  raiseIf(at === null ? null : checkScannedAt(at, timestampAfter(LIMITS.scanAheadMs)));
  ctx.stash.at = scannedAt(at, currentTimestamp());
  return {};
}

export function response(ctx: Context<unknown, CheckInStash, { result: Registration }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
