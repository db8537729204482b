import { runtime, type Context } from '@aws-appsync/utils';
import type { WaitlistEntryItem } from '../../../domain/item.ts';
import { waitlistUpTo } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { raiseReadFailure } from '../raise.ts';
import { pageOf, query } from '../table.ts';
import type { PositionStash } from './stash.ts';

/** Pipeline step 3 of an exact position: the queue up to the own entry, at most one page of it. Errors: Busy. */
export function request(ctx: Context<unknown, PositionStash>) {
  const { own } = ctx.stash;
  if (!own) {
    runtime.earlyReturn({});
  }
  return query(waitlistUpTo(own.eventId, own.waitlistedAt ?? '', own.userId), {
    limit: LIMITS.positionPage,
    consistentRead: true,
  });
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
  ctx.stash.entries = nextToken ? [] : items.map(({ userId, waitlistedAt }) => ({ userId, waitlistedAt }));
  return {};
}
