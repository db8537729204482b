import type { RegistrationItem } from '../../domain/item.ts';
import { undoCheckIn } from '../../domain/registration/checkIn.ts';
import type { Registration } from '../../domain/registration/registration.ts';
import { currentTimestamp } from './clock.ts';
import { answeredRegistration, seatedRegistration, skipIfAnswered, tryAgain, type DoorContext } from './door.ts';
import { itemOf, updateItem } from './table.ts';

/** Each of two attempts: one plain conditional update of the registration, which answers the whole item. */
export function request(ctx: DoorContext) {
  skipIfAnswered(ctx);
  const { userId, eventId } = ctx.args;
  return updateItem(undoCheckIn(userId, eventId, currentTimestamp()));
}

/** Somebody who is not checked in stays so: that is success. */
export function response(ctx: DoorContext): Registration | null {
  if (ctx.error) {
    const stored = seatedRegistration(ctx);
    return stored.checkedInAt === undefined ? answeredRegistration(ctx, stored) : tryAgain(ctx);
  }
  return answeredRegistration(ctx, itemOf<RegistrationItem>(ctx) as RegistrationItem);
}
