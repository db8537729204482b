import { util, type Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../../domain/item.ts';
import type { Unregistration, UnregistrationRequest } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { callerOf, requireSelfOrOrganizer, userIdOf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationUnregisterFromEventArgs } from '../../shared/schema.generated.ts';
import type { AskingStash } from '../../shared/lane.ts';
import { deadlineMs } from '../../shared/settle.ts';

export interface Stash extends AskingStash {
  request: UnregistrationRequest;
  /** Names the ticket in the event's lane, if one is left. */
  ticketId: string;
  /** When the request began. */
  begunAt: string;
  /** The place on the waitlist, if (1) has found one in place of a seat. */
  waiting?: RegistrationItem;
  /** Null until it is decided. */
  done: Unregistration | null;
}

/**
 * Ends a registration, or only the one that is asked for: (1) a seat that nobody waits for, in one call; (2) a place on
 * the waitlist; under contention (3) a ticket in the event's lane; (4) everything else, promotion above all, through
 * the Lambda. Errors: ValidationError, Unauthorized, EventNotFound, NotRegistered, RegistrationStatusChanged, Busy.
 */
export function request(ctx: Context<MutationUnregisterFromEventArgs, Stash>) {
  const { eventId, registrationId = null, ifStatus = null } = ctx.args;
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(
    checkId('userId', userId) ??
      checkId('eventId', eventId) ??
      (registrationId === null ? null : checkId('registrationId', registrationId)),
  );
  const caller = callerOf(ctx);
  requireSelfOrOrganizer(caller, userId);
  ctx.stash.request = { userId, eventId, caller, registrationId, ifStatus };
  ctx.stash.begunAt = currentTimestamp();
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.effect = 'NOT_MADE';
  ctx.stash.isContended = false;
  ctx.stash.ticketId = util.autoId();
  ctx.stash.ticket = null;
  ctx.stash.done = null;
  return {};
}

export function response(ctx: Context<MutationUnregisterFromEventArgs, Stash>): Unregistration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.done;
}
