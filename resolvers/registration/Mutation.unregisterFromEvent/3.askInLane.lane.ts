import { runtime, type Context } from '@aws-appsync/utils';
import { requiredOrganizer } from '../../../domain/caller.ts';
import type { Wish } from '../../../domain/item.ts';
import { askingToLeave, wishToLeave, type Asking } from '../../../domain/lane/ticket.ts';
import { askInLane, passOnTicket } from '../../shared/lane.ts';
import type { Stash } from './pipeline.ts';

/** Leaves a ticket in the event's lane; skipped unless others are in the way. */
export function request(ctx: Context<unknown, Stash>) {
  if (!ctx.stash.isContended) {
    runtime.earlyReturn({});
  }
  return askInLane(askingOf(ctx));
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return passOnTicket(ctx, askingOf(ctx));
  }
  ctx.stash.ticket = { asking: askingOf(ctx), isLeft: true };
  return {};
}

function askingOf(ctx: Context<unknown, Stash>): Asking {
  const { request, ticketId, waiting, begunAt, deadlineMs } = ctx.stash;
  const organizer = requiredOrganizer(request.caller, request.userId);
  const rest = { requestId: ticketId, askedAt: begunAt, deadlineMs, organizer };
  const wish: Wish = waiting
    ? wishToLeave(waiting)
    : { kind: 'leaveSeat', pinned: request.registrationId ?? null, begunAt };
  return askingToLeave(request, wish, rest);
}
