import type { RegistrationItem } from '../../domain/item.ts';
import { checkIn, isCheckedIn } from '../../domain/registration/checkIn.ts';
import type { Registration } from '../../domain/registration/registration.ts';
import { currentTimestamp } from './clock.ts';
import {
  answeredRegistration,
  seatedRegistration,
  skipIfAnswered,
  tryAgain,
  type DoorContext,
  type DoorStash,
} from './door.ts';
import { itemOf, updateItem } from './table.ts';

/** What the steps of a scan know. */
export interface CheckInStash extends DoorStash {
  /** The moment that the scan counts as. */
  at: string;
}

/** Each of two attempts: one plain conditional update of the registration, which answers the whole item. */
export function request(ctx: DoorContext<CheckInStash>) {
  skipIfAnswered(ctx);
  const { userId, eventId } = ctx.args;
  return updateItem(checkIn(userId, eventId, ctx.stash.at, currentTimestamp()));
}

/** Somebody who is checked in already, by an earlier scan or by this very one, stays so: that is success. */
export function response(ctx: DoorContext<CheckInStash>): Registration | null {
  if (ctx.error) {
    const stored = seatedRegistration(ctx);
    return isCheckedIn(stored, ctx.stash.at) ? answeredRegistration(ctx, stored) : tryAgain(ctx);
  }
  return answeredRegistration(ctx, itemOf<RegistrationItem>(ctx) as RegistrationItem);
}
