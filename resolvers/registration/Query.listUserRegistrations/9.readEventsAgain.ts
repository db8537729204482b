import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { EventItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { entriesSearched, eventsSearched, seeEvents } from '../../shared/places.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * The events of the queues in which was counted: a position counts if nobody has left since (2). With them the own
 * entries, where those were counted who have left.
 */
export function request(ctx: Context<unknown, Stash>) {
  const eventIds = eventsSearched(ctx.stash);
  if (eventIds.length === 0) {
    runtime.earlyReturn({});
  }
  return batchGet(ctx, [...eventIds.map(eventKey), ...entriesSearched(ctx.stash)], true);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const found = batchItems<EventItem | WaitlistEntryItem>(ctx);
  const count = eventsSearched(ctx.stash).length;
  const [events, entries] = [found.slice(0, count), found.slice(count)];
  ctx.stash.searches = seeEvents(ctx.stash, events as (EventItem | null)[], entries as (WaitlistEntryItem | null)[]);
  return {};
}
