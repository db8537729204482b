import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { LeaverPageItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { waitlistUpTo } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { pagesBehind } from '../../../domain/waitlist/leavers.ts';
import { seeEntries, seeLeavers, type PlaceSearch } from '../../../domain/waitlist/placeSearch.ts';
import { pageOf, query } from '../table.ts';

/** Whether the search has to count next: who has left behind a place, or who is there up to it. */
export function isCounting({ next }: PlaceSearch): boolean {
  return next === 'LEAVERS' || next === 'QUEUE';
}

/** The query that counts on. */
export function countOn(search: PlaceSearch, eventId: string, userId: string): DynamoDBQueryRequest {
  const rest = { nextToken: search.nextToken, consistentRead: true };
  return search.next === 'LEAVERS' && search.join
    ? query(pagesBehind(eventId, search.join, null), { limit: LIMITS.leaverPages, ...rest })
    : query(waitlistUpTo(eventId, search.own?.waitlistedAt ?? '', userId), { limit: LIMITS.positionPage, ...rest });
}

/** After that query. */
export function seeCounted(ctx: Context, search: PlaceSearch): PlaceSearch {
  if (search.next === 'LEAVERS') {
    const { items, nextToken } = pageOf<LeaverPageItem>(ctx);
    return seeLeavers(search, items, nextToken);
  }
  const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
  return seeEntries(search, items, nextToken);
}
