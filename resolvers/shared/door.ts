import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../domain/error.ts';
import type { RegistrationItem } from '../../domain/item.ts';
import { refuseCheckIn } from '../../domain/registration/checkIn.ts';
import { toRegistration, type Registration } from '../../domain/registration/registration.ts';
import { hasLostStatus } from '../../domain/registration/status.ts';
import { answered } from './parent.ts';
import { hasFailedCondition, raise, raiseUnexpected, raiseWriteFailure } from './raise.ts';
import type { ManagedEventStash } from './readManagedEvent.ts';
import { itemOf } from './table.ts';

/** What the steps at the door know. */
export interface DoorStash extends ManagedEventStash {
  /** Whether an attempt has answered. */
  isAnswered?: boolean;
  /** Whether one was in vain, because others had changed the registration. */
  isRepeated?: boolean;
}

/** Each of two attempts to check somebody in, or to undo it: it answers the registration as it is afterwards. */
export type DoorContext<Stash extends DoorStash = DoorStash> = Context<
  { userId: string; eventId: string },
  Stash,
  { result: Registration | null }
>;

/** Skips the second attempt where the first has answered. */
export function skipIfAnswered(ctx: DoorContext): void {
  if (ctx.stash.isAnswered) {
    runtime.earlyReturn(ctx.prev.result);
  }
}

/** The registration as the answer, with the event as it was read. */
export function answeredRegistration(ctx: DoorContext, stored: RegistrationItem): Registration {
  ctx.stash.isAnswered = true;
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

/**
 * Has the write tried once more whose condition has failed, although by what is stored it holds: AppSync reads that
 * afterwards, and it has changed since. Raises Busy if this was the second attempt.
 */
export function tryAgain(ctx: DoorContext): null {
  if (ctx.stash.isRepeated) {
    return raise(busy('MAYBE_MADE'));
  }
  ctx.stash.isRepeated = true;
  return null;
}
