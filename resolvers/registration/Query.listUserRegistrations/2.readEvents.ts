import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { eventsSearched, seeEvents } from '../../shared/places.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { selectsObject } from '../../shared/readUsers.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** The events of all registrations if they are selected, else of those whose position is. */
export function request(ctx: Context<unknown, Stash>) {
  const { items, withPositions } = ctx.stash;
  const isSelected = selectsObject(ctx, ['user']);
  const eventIds = isSelected ? items.map(({ eventId }) => eventId) : eventsSearched(ctx.stash);
  if (eventIds.length === 0) {
    runtime.earlyReturn({});
  }
  return batchGet(ctx, eventIds.map(eventKey), withPositions);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const events = batchItems<EventItem>(ctx);
  ctx.stash.events = events.filter((event) => event !== null) as EventItem[];
  ctx.stash.searches = seeEvents(ctx.stash, events);
  return {};
}
