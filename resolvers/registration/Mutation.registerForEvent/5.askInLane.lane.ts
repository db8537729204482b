import { runtime, type Context } from '@aws-appsync/utils';
import { askInLane, passOnTicket } from '../../shared/lane.ts';
import { askingOf, type Stash } from './pipeline.ts';

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
