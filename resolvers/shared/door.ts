import type { Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../domain/item.ts';
import { refuseCheckIn } from '../../domain/registration/checkIn.ts';
import { toRegistration, type Registration } from '../../domain/registration/registration.ts';
import { hasLostStatus } from '../../domain/registration/status.ts';
import { answered } from './parent.ts';
import { hasFailedCondition, raiseUnexpected, raiseWriteFailure } from './raise.ts';
import type { ManagedEventStash } from './readManagedEvent.ts';
import { itemOf } from './table.ts';

/** The step that checks somebody in, or undoes it: it answers the registration as it is afterwards. */
export type DoorContext<Stash extends ManagedEventStash = ManagedEventStash> = Context<
  { userId: string; eventId: string },
  Stash
>;

/** The registration as the answer, with the event as it was read. */
export function answeredRegistration(ctx: DoorContext, stored: RegistrationItem): Registration {
  return { ...toRegistration(stored), event: answered(ctx.stash.event), isAnswer: true };
}

/**
 * The registration of somebody with a seat, whom the write has left as they were; raises what else a failed write
 * means. Errors: NotRegistered, RegistrationStatusChanged, Busy.
 */
export function seatedRegistration(ctx: DoorContext): RegistrationItem {
  if (!hasFailedCondition(ctx)) {
    return raiseWriteFailure(ctx, null);
  }
  const stored = itemOf<RegistrationItem>(ctx);
  const refusal = refuseCheckIn(ctx.args.eventId, stored);
  if (stored === null || refusal !== null) {
    return raiseWriteFailure(ctx, refusal);
  }
  return hasLostStatus(stored) ? raiseUnexpected(ctx) : stored;
}
