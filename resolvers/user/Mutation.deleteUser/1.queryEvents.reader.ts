import type { Context } from '@aws-appsync/utils';
import { allOf, isOneOf } from '../../../domain/condition.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventsOfOrganizer, INDEXES, type Key } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import { pageOf, query } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** So many events one query reads, whatever their status. */
const MAX_EVENTS = 1000;

/**
 * The person's events that are not cancelled, the latest first: as many as one call reads, of the latest `MAX_EVENTS`
 * that they have. An event that has begun before so many others would not be seen. Errors: Busy.
 */
export function request(ctx: Context<unknown, Stash>) {
  return query(eventsOfOrganizer(ctx.stash.userId, null, null), {
    index: INDEXES.eventsByOrganizer.name,
    limit: MAX_EVENTS,
    filter: allOf<EventItem>([isOneOf('status', ['DRAFT', 'OPEN', 'CLOSED'])]),
    order: 'newest first',
  });
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  ctx.stash.events = pageOf<Key>(ctx).items.slice(0, LIMITS.pageMax);
  return {};
}
