import { runtime, type Context } from '@aws-appsync/utils';
import { manages } from '../../../domain/caller.ts';
import { allOf, isOneOf } from '../../../domain/condition.ts';
import { statusesListedAs } from '../../../domain/event/status.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventsBetween, eventsOfOrganizer, INDEXES, listingOf, type Key } from '../../../domain/keys.ts';
import { invalidNextToken } from '../../../domain/page.ts';
import { callerOf } from '../../shared/caller.ts';
import { eventsPageLimit } from '../../shared/readViewer.ts';
import { raiseIf, raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListEventsArgs } from '../../shared/schema.generated.ts';
import { pageOf, query, type KeyPage } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * One page of index entries; the counters are not in the index, on purpose. What the caller may not see is never read,
 * or else short pages and their tokens would tell of it: organizers find what was never public among their own events
 * only, others nowhere. So only those who see all events of an organizer read the index of these; for others (2) picks
 * them out of what is public.
 */
export function request(ctx: Context<QueryListEventsArgs, Stash>) {
  const { from, to, organizer } = ctx.stash;
  const status = ctx.args.filter?.status;
  const caller = callerOf(ctx);
  const isListingAll = organizer === null && (status !== 'DRAFT' || caller.isUnrestricted);
  const wanted = organizer === null ? caller.username : organizer;
  const isManaged = manages(caller, { organizer: wanted });
  if (status === 'DRAFT' && !isListingAll && !isManaged) {
    raiseIf(ctx.args.nextToken ? invalidNextToken() : null);
    runtime.earlyReturn({ keys: [], nextToken: null });
  }
  const isByOrganizer = !isListingAll && isManaged;
  return query(
    isByOrganizer ? eventsOfOrganizer(wanted ?? '', from, to) : eventsBetween(listingOf(status ?? ''), from, to),
    {
      index: isByOrganizer ? INDEXES.eventsByOrganizer.name : INDEXES.eventsByDate.name,
      limit: eventsPageLimit(ctx),
      nextToken: ctx.args.nextToken,
      filter: status ? allOf<EventItem>([isOneOf('status', statusesListedAs(status))]) : undefined,
    },
  );
}

export function response(ctx: Context<QueryListEventsArgs>): KeyPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<Key>(ctx);
  return { keys: items, nextToken };
}
