import type { Context } from '@aws-appsync/utils';
import { allOf, isOneOf } from '../../../domain/condition.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventsOfOrganizer, INDEXES, type Key } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import { pageOf, query } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * The person's events that are not cancelled, the latest first: as many as one call reads. An event that has begun
 * before so many others, which are all over, would not be seen. Errors: Busy.
 */
export function request(ctx: Context<unknown, Stash>) {
  return query(eventsOfOrganizer(ctx.stash.userId, null, null), {
    index: INDEXES.eventsByOrganizer.name,
    limit: LIMITS.pageMax,
    filter: allOf<EventItem>([isOneOf('status', ['DRAFT', 'OPEN', 'CLOSED'])]),
    order: 'newest first',
  });
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  ctx.stash.events = pageOf<Key>(ctx).items;
  return {};
}
