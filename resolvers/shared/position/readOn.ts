import { runtime, type Context } from '@aws-appsync/utils';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { eventKey, registrationKey, waitlistUpTo } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { seeEntries, seeEvent, seeRegistration } from '../../../domain/waitlist/placeSearch.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem, itemOf, pageOf, query } from '../table.ts';
import type { PositionStash } from './stash.ts';

/**
 * Each pipeline step of an exact position: one reading, of whatever the search has to know next. AppSync allows ten
 * steps, which bounds the work of a request without a Lambda: four counts of a queue up to 3,000, or one of seven
 * pages. Errors: Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  const { userId, eventId, search } = ctx.stash;
  if (!search.next) {
    runtime.earlyReturn({}, { skipTo: 'END' });
  }
  if (search.next === 'QUEUE') {
    return query(waitlistUpTo(eventId, search.own?.waitlistedAt ?? '', userId ?? ''), {
      limit: LIMITS.positionPage,
      nextToken: search.nextToken,
      consistentRead: true,
    });
  }
  return getItem(search.next === 'EVENT' ? eventKey(eventId) : registrationKey(userId ?? '', eventId));
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', ctx.stash.unread);
  }
  const { search } = ctx.stash;
  if (search.next === 'QUEUE') {
    const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
    ctx.stash.search = seeEntries(search, items, nextToken);
  } else if (search.next === 'EVENT') {
    ctx.stash.search = seeEvent(search, itemOf<EventItem>(ctx));
  } else {
    ctx.stash.search = seeRegistration(search, itemOf<RegistrationItem>(ctx));
  }
  return {};
}
