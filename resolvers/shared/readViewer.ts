import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../domain/error.ts';
import { registrationKey, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { pageLimit, type PageArguments } from '../../domain/page.ts';
import { callerOf } from './caller.ts';
import type { Answered, ListedEvent } from './parent.ts';
import { raise, raiseReadFailure } from './raise.ts';
import { batchGet, batchItems, isIncomplete, type Page } from './table.ts';
import { selectsOwn, selectsSelf, selectsStanding, viewerOf } from './viewer.ts';

type EventsPage = Page<Answered<ListedEvent>>;

export interface ViewerStash {
  /** The page without what is read here. */
  events: EventsPage;
}

/** Where the events of a page are in the answer. */
const ITEMS = 'items/';

/** How many names a path has down to the caller's registration for an event of the page. */
const OWN_DEPTH = 2;

/** Whether the caller's profile is read, for standings, or as the person of their own registrations. */
function readsProfile(ctx: Context): boolean {
  return selectsStanding(ctx, ITEMS) || selectsSelf(ctx, OWN_DEPTH);
}

/** The page's size in events: with the caller's profile one less than DynamoDB reads at a time. */
export function eventsPageLimit(ctx: Context<PageArguments>): number {
  const limit = pageLimit(ctx.args);
  return readsProfile(ctx) ? Math.min(limit, LIMITS.pageMax - 1) : limit;
}

/**
 * Pipeline step: adds to each event of a page the caller's registration and profile; skipped unless selected, and for
 * API keys and backends. One call a page. Errors: Busy.
 */
export function request(ctx: Context<unknown, ViewerStash, { result: EventsPage }>) {
  const page = ctx.prev.result;
  const { username } = callerOf(ctx);
  const withProfile = readsProfile(ctx);
  if (username === null || page.items.length === 0 || !(withProfile || selectsOwn(ctx, ITEMS))) {
    runtime.earlyReturn(page);
  }
  ctx.stash.events = page;
  const own = page.items.map(({ eventId }) => registrationKey(username ?? '', eventId));
  return batchGet(ctx, withProfile ? [...own, userKey(username ?? '')] : own, true);
}

export function response(ctx: Context<unknown, ViewerStash>): EventsPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const { items, nextToken } = ctx.stash.events;
  const found = batchItems<unknown>(ctx);
  const withProfile = readsProfile(ctx);
  return {
    items: items.map((event, at) => {
      const { registration, user } = viewerOf(found[at], found[items.length]);
      return { ...event, viewer: withProfile ? { registration, user } : { registration } };
    }),
    nextToken,
  };
}
