import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../domain/error.ts';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationKey, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { pageLimit, type PageArguments } from '../../domain/page.ts';
import { callerOf } from './caller.ts';
import type { Answered, ListedEvent } from './parent.ts';
import { raise, raiseReadFailure } from './raise.ts';
import { batchGet, batchItems, isIncomplete, type Page } from './table.ts';
import { selectsOwn, selectsStanding } from './viewer.ts';

type EventsPage = Page<Answered<ListedEvent>>;

export interface ViewerStash {
  /** The page without what is read here. */
  events: EventsPage;
}

/** Where the events of a page are in the answer. */
const ITEMS = 'items/';

/** The page's size in events: with standings one less than DynamoDB reads at a time, for the caller's profile. */
export function eventsPageLimit(ctx: Context<PageArguments>): number {
  const limit = pageLimit(ctx.args);
  return selectsStanding(ctx, ITEMS) ? Math.min(limit, LIMITS.pageMax - 1) : limit;
}

/**
 * Pipeline step: adds to each event of a page the caller's registration, and whether they have a profile; skipped
 * unless selected, and for API keys and backends. One call a page. Errors: Busy.
 */
export function request(ctx: Context<unknown, ViewerStash, { result: EventsPage }>) {
  const page = ctx.prev.result;
  const { username } = callerOf(ctx);
  const withStanding = selectsStanding(ctx, ITEMS);
  if (username === null || page.items.length === 0 || !(withStanding || selectsOwn(ctx, ITEMS))) {
    runtime.earlyReturn(page);
  }
  ctx.stash.events = page;
  const own = page.items.map(({ eventId }) => registrationKey(username ?? '', eventId));
  return batchGet(ctx, withStanding ? [...own, userKey(username ?? '')] : own, true);
}

export function response(ctx: Context<unknown, ViewerStash>): EventsPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const { items, nextToken } = ctx.stash.events;
  const found = batchItems<RegistrationItem | UserItem>(ctx);
  const profile = selectsStanding(ctx, ITEMS) ? { hasProfile: (found[items.length] ?? null) !== null } : {};
  return {
    items: items.map((event, at) => ({
      ...event,
      viewer: { registration: (found[at] ?? null) as RegistrationItem | null, ...profile },
    })),
    nextToken,
  };
}
