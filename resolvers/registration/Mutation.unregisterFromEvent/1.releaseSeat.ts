import type { Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { EventItem, RegistrationItem } from '../../../domain/item.ts';
import { eventKey, registrationKey } from '../../../domain/keys.ts';
import { left } from '../../../domain/registration/registration.ts';
import {
  explainLeaveWaitlist,
  explainReleaseSeat,
  releaseSeat,
  type LeaveDecision,
} from '../../../domain/registration/releaseSeat.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raise, raiseReadFailure, reasonsOf } from '../../shared/raise.ts';
import { passOn } from '../../shared/settle.ts';
import { batchGet, batchItems, isIncomplete, transact } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Gives the seat back if nobody waits; `stash.waiting` says whether there is a place on the waitlist instead. Where
 * only a place may be given up, it is looked for and nothing else.
 */
export function request(ctx: Context<unknown, Stash>) {
  const { userId, eventId, registrationId, ifStatus } = ctx.stash.request;
  return ifStatus === 'WAITLISTED'
    ? batchGet(ctx, [registrationKey(userId, eventId), eventKey(eventId)], true)
    : transact(ctx, releaseSeat(ctx.stash.request, registrationId ?? null, currentTimestamp()));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    if (ctx.stash.request.ifStatus === 'WAITLISTED') {
      return raiseReadFailure(ctx);
    }
    noteDecision(ctx, passOn(ctx, explainReleaseSeat(ctx.stash.request, reasonsOf(ctx) ?? [], ctx.stash.begunAt)));
    return {};
  }
  if (ctx.stash.request.ifStatus === 'WAITLISTED') {
    if (isIncomplete(ctx)) {
      return raise(busy('NOT_MADE'));
    }
    const [registration, event] = batchItems<RegistrationItem | EventItem>(ctx);
    const decision = explainLeaveWaitlist(
      ctx.stash.request,
      (registration ?? null) as RegistrationItem | null,
      (event ?? null) as EventItem | null,
      ctx.stash.begunAt,
    );
    if (decision.kind === 'failed') {
      return raise(decision.failure);
    }
    noteDecision(ctx, decision);
    return {};
  }
  ctx.stash.done = left(ctx.stash.request, 'REGISTERED', ctx.stash.request.registrationId ?? null);
  return {};
}

function noteDecision(ctx: Context<unknown, Stash>, decision: Exclude<LeaveDecision, { kind: 'failed' }>): void {
  const isWaiting = decision.kind === 'waiting';
  const isContended = decision.kind === 'contended' || (isWaiting && decision.isCrowd);
  ctx.stash.isContended = isContended && ctx.stash.effect === 'NOT_MADE';
  if (isWaiting) {
    ctx.stash.waiting = decision.registration;
  }
}
