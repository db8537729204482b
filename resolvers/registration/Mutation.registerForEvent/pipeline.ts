import { util, type Context } from '@aws-appsync/utils';
import type { EventItem } from '../../../domain/item.ts';
import type { Registration, RegistrationRequest } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import type { Joining } from '../../../domain/waitlist/joinWaitlist.ts';
import { callerOf, requireSelfOrOrganizer } from '../../shared/caller.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationRegisterForEventArgs } from '../../shared/schema.generated.ts';
import type { AskingStash } from '../../shared/lane.ts';
import { deadlineMs } from '../../shared/settle.ts';

export interface Stash extends AskingStash {
  request: RegistrationRequest;
  /** When (1) tried. */
  now: string;
  /** Whether (1) has seen that the user exists. */
  hasSeenUser: boolean;
  /** The event that (2) shall join the queue of, if (1) says so. */
  queue?: EventItem;
  /** What (2) tried. */
  joining: Joining;
  /** Null until it is decided. */
  done: Registration | null;
}

/**
 * Registers a user: (1) a free seat, in one call; (2) else a place on the waitlist; else, under contention, (3, 4) a
 * ticket in the event's lane and (5) the Lambda. The request id made here lets every later try recognise the work of an
 * earlier one. Errors: ValidationError, Unauthorized, AlreadyRegistered, UserNotFound, EventNotFound, EventNotOpen,
 * EventFull, Busy.
 */
export function request(ctx: Context<MutationRegisterForEventArgs, Stash>) {
  const { userId, eventId, clientRequestId } = ctx.args;
  raiseIf(
    checkId('userId', userId) ??
      checkId('eventId', eventId) ??
      (typeof clientRequestId === 'string' ? checkId('clientRequestId', clientRequestId) : null),
  );
  const caller = callerOf(ctx);
  requireSelfOrOrganizer(caller, userId);
  ctx.stash.request = { userId, eventId, requestId: clientRequestId ?? util.autoId(), caller };
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.effect = 'NOT_MADE';
  ctx.stash.isContended = false;
  ctx.stash.hasSeenUser = false;
  ctx.stash.ticket = null;
  ctx.stash.done = null;
  return {};
}

export function response(ctx: Context<MutationRegisterForEventArgs, Stash>): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.done;
}
