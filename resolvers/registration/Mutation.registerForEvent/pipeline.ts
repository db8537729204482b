import { util, type Context } from '@aws-appsync/utils';
import { requiredOrganizer } from '../../../domain/caller.ts';
import { validationError, type Failure } from '../../../domain/error.ts';
import type { EventItem } from '../../../domain/item.ts';
import { askingToRegister, type Asking } from '../../../domain/lane/ticket.ts';
import type { Registration, RegistrationRequest } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import type { Joining } from '../../../domain/waitlist/joinWaitlist.ts';
import { callerOf, requireSelfOrOrganizer, userIdOf } from '../../shared/caller.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationRegisterForEventArgs } from '../../shared/schema.generated.ts';
import type { AskingStash } from '../../shared/lane.ts';
import { deadlineMs } from '../../shared/settle.ts';

export interface Stash extends AskingStash {
  request: RegistrationRequest;
  /** Whether (2) is to try: not if (1) has found that it would be in vain. */
  triesSeat: boolean;
  /** When (1) looked, or (2) tried. */
  now: string;
  /** Whether (2) has seen that the user exists. */
  hasSeenUser: boolean;
  /** The event that (3) shall join the queue of, if (1) or (2) says so. */
  queue?: EventItem;
  /** What (3) tried. */
  joining: Joining;
  /** Null until it is decided. */
  done: Registration | null;
}

/**
 * Registers a user: (1) if the call is repeated, what an earlier one has made; (2) else a free seat, in one call; (3)
 * else a place on the waitlist; else, under contention, (4, 5) a ticket in the event's lane and (6) the Lambda. The
 * request id made here lets every later try recognise the work of an earlier one. Errors: ValidationError,
 * Unauthorized, AlreadyRegistered, UserNotFound, EventNotFound, EventNotOpen, EventFull, Busy.
 */
export function request(ctx: Context<MutationRegisterForEventArgs, Stash>) {
  const { eventId, clientRequestId, isRepeat } = ctx.args;
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(
    checkId('userId', userId) ??
      checkId('eventId', eventId) ??
      (typeof clientRequestId === 'string'
        ? checkId('clientRequestId', clientRequestId)
        : checkRepeatable(isRepeat === true)),
  );
  const caller = callerOf(ctx);
  requireSelfOrOrganizer(caller, userId);
  const begunAt = currentTimestamp();
  ctx.stash.request = { userId, eventId, requestId: clientRequestId ?? util.autoId(), caller, begunAt };
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.effect = 'NOT_MADE';
  ctx.stash.isContended = false;
  ctx.stash.hasSeenUser = false;
  ctx.stash.triesSeat = true;
  ctx.stash.ticket = null;
  ctx.stash.done = null;
  return {};
}

export function response(ctx: Context<MutationRegisterForEventArgs, Stash>): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.done && { ...ctx.stash.done, isAnswer: true };
}

/** Without the first call's id, a repeated one could not know its work. */
function checkRepeatable(isRepeat: boolean): Failure | null {
  return isRepeat ? validationError('clientRequestId', 'must be that of the first call where isRepeat is true') : null;
}

/** The ticket of this call. */
export function askingOf(ctx: Context<unknown, Stash>): Asking {
  const { request, now, deadlineMs } = ctx.stash;
  return askingToRegister(request, now, deadlineMs, requiredOrganizer(request.caller, request.userId));
}
