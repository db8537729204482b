import { runtime, type Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../../domain/item.ts';
import { registrationKey } from '../../../domain/keys.ts';
import { toRegistration } from '../../../domain/registration/registration.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem } from '../table.ts';

/**
 * Pipeline step 1 of an exact position: the registration as it is now. `stash.userId`, `stash.eventId` say whose; no user, no
 * registration. Unless it waits and `stash.withPosition` is set, the answer is complete (`stash.isDone`). Errors: Busy.
 */
export function request(ctx: Context) {
  if (!ctx.stash.userId) {
    ctx.stash.isDone = true;
    runtime.earlyReturn({});
  }
  return getItem(registrationKey(ctx.stash.userId, ctx.stash.eventId));
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const own = ctx.result as RegistrationItem | null;
  ctx.stash.own = own;
  ctx.stash.registration = own ? toRegistration(own) : null;
  ctx.stash.isDone = !own || own.registrationStatus !== 'WAITLISTED' || !ctx.stash.withPosition;
  return {};
}
