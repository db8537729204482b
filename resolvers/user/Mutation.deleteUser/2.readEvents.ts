import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import { refuseOrganizing } from '../../../domain/event/organizing.ts';
import type { EventItem } from '../../../domain/item.ts';
import { raise, raiseIf, raiseReadFailure } from '../../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Reads these events as they are now: the index does not know when they end. Errors: UserIsOrganizer, Busy. */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.events.length === 0) {
    runtime.earlyReturn({});
  }
  return batchGet(ctx, ctx.stash.events, true);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  raiseIf(refuseOrganizing(ctx.stash.userId, batchItems<EventItem>(ctx), ctx.stash.now));
  return {};
}
