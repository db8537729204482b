import { busy } from '../../../domain/error.ts';
import type { RegistrationItem } from '../../../domain/item.ts';
import { checkIn, isCheckedIn } from '../../../domain/registration/checkIn.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { answeredRegistration, seatedRegistration, type DoorContext } from '../../shared/door.ts';
import { raise } from '../../shared/raise.ts';
import { itemOf, updateItem } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** One plain conditional update of the registration, which answers the whole item. */
export function request(ctx: DoorContext<Stash>) {
  const { userId, eventId } = ctx.args;
  return updateItem(checkIn(userId, eventId, ctx.stash.at, currentTimestamp()));
}

/** Somebody who is checked in already, by an earlier scan or by this very one, stays so: that is success. */
export function response(ctx: DoorContext<Stash>): Registration {
  if (ctx.error) {
    const stored = seatedRegistration(ctx);
    // AppSync reads what has failed the condition afterwards: it may have changed since.
    return isCheckedIn(stored, ctx.stash.at) ? answeredRegistration(ctx, stored) : raise(busy('MAYBE_MADE'));
  }
  return answeredRegistration(ctx, itemOf<RegistrationItem>(ctx) as RegistrationItem);
}
