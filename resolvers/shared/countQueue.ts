import { runtime, type Context } from '@aws-appsync/utils';
import type { WaitlistEntryItem } from '../../domain/item.ts';
import { waitlistUpTo } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { searchPlace, seeEntries } from '../../domain/waitlist/placeSearch.ts';
import { nextToCount, type PlacesStash } from './places.ts';
import { raiseReadFailure } from './raise.ts';
import { pageOf, query } from './table.ts';

/** Pipeline step: counts a queue up to one place of the page, or a page of it, if one has to be. Errors: Busy. */
export function request(ctx: Context<unknown, PlacesStash>) {
  const at = nextToCount(ctx.stash);
  if (at < 0) {
    runtime.earlyReturn({});
  }
  const { own, nextToken } = ctx.stash.searches[at] ?? searchPlace(true);
  return query(waitlistUpTo(own?.eventId ?? '', own?.waitlistedAt ?? '', ctx.stash.userId), {
    limit: LIMITS.positionPage,
    nextToken,
    consistentRead: true,
  });
}

export function response(ctx: Context<unknown, PlacesStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
  const counted = nextToCount(ctx.stash);
  ctx.stash.searches = ctx.stash.searches.map((search, at) =>
    at === counted ? seeEntries(search, items, nextToken) : search,
  );
  return {};
}
