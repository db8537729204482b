import { runtime, type Context } from '@aws-appsync/utils';
import { searchPlace } from '../../domain/waitlist/placeSearch.ts';
import { nextToCount, type PlacesStash } from './places.ts';
import { countOn, seeCounted } from './position/count.ts';
import { raiseReadFailure } from './raise.ts';

/**
 * Pipeline step: counts who has left a queue behind one place of the page or, where that is not noted, who is there up
 * to it, or one page of that, if anybody is to be counted. Errors: Busy.
 */
export function request(ctx: Context<unknown, PlacesStash>) {
  const at = nextToCount(ctx.stash);
  if (at < 0) {
    runtime.earlyReturn({});
  }
  const search = ctx.stash.searches[at] ?? searchPlace(true);
  return countOn(search, search.own?.eventId ?? '', ctx.stash.userId);
}

export function response(ctx: Context<unknown, PlacesStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const counted = nextToCount(ctx.stash);
  ctx.stash.searches = ctx.stash.searches.map((search, at) => (at === counted ? seeCounted(ctx, search) : search));
  return {};
}
