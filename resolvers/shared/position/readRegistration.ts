import { runtime, type Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../../domain/item.ts';
import { registrationKey } from '../../../domain/keys.ts';
import { toRegistration } from '../../../domain/registration/registration.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem, itemOf } from '../table.ts';
import type { PositionStash } from './stash.ts';

/**
 * Pipeline step 1 of an exact position: the registration as it is now; no user, no registration. Unless it waits and
 * its place is wanted, the answer is complete. Errors: Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  if (!ctx.stash.userId) {
    runtime.earlyReturn({});
  }
  return getItem(registrationKey(ctx.stash.userId, ctx.stash.eventId));
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const own = itemOf<RegistrationItem>(ctx);
  ctx.stash.registration = own ? toRegistration(own) : null;
  ctx.stash.own = own && own.registrationStatus === 'WAITLISTED' && ctx.stash.withPosition ? own : null;
  return {};
}
