import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { eventsSearched, seeEvents } from '../../shared/places.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** The events of the queues that were counted: a position counts if nobody has left since (2). */
export function request(ctx: Context<unknown, Stash>) {
  const eventIds = eventsSearched(ctx.stash);
  if (eventIds.length === 0) {
    runtime.earlyReturn({});
  }
  return batchGet(ctx, eventIds.map(eventKey), true);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  ctx.stash.searches = seeEvents(ctx.stash, batchItems<EventItem>(ctx));
  return {};
}
