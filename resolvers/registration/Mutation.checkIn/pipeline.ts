import type { Context } from '@aws-appsync/utils';
import { LIMITS } from '../../../domain/limits.ts';
import { checkScannedAt, scannedAt } from '../../../domain/registration/checkIn.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { currentTimestamp, optionalTimestamp, timestampAfter } from '../../shared/clock.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { ManagedEventStash } from '../../shared/readManagedEvent.ts';
import type { MutationCheckInArgs } from '../../shared/schema.generated.ts';

export interface Stash extends ManagedEventStash {
  /** The moment that the scan counts as. */
  at: string;
}

/**
 * Notes that somebody has come: (1) whether the caller lets people in, (2) one write of the registration. Errors:
 * ValidationError, EventNotFound, Unauthorized, NotRegistered, RegistrationStatusChanged, Busy.
 */
export function request(ctx: Context<MutationCheckInArgs, Stash>) {
  const { userId, eventId } = ctx.args;
  raiseIf(checkId('userId', userId) ?? checkId('eventId', eventId));
  const at = optionalTimestamp('at', ctx.args.at ?? null);
  raiseIf(at === null ? null : checkScannedAt(at, timestampAfter(LIMITS.scanAheadMs)));
  ctx.stash.at = scannedAt(at, currentTimestamp());
  return {};
}

export function response(ctx: Context<unknown, Stash, { result: Registration }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
