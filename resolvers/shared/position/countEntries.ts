import { runtime, type Context } from '@aws-appsync/utils';
import type { WaitlistEntryItem } from '../../../domain/item.ts';
import { waitlistUpTo } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { raiseReadFailure } from '../raise.ts';
import { query } from '../table.ts';

/** Pipeline step 3 of an exact position: the queue up to the own entry, at most one page of it. Errors: Busy. */
export function request(ctx: Context) {
  if (ctx.stash.isDone) {
    runtime.earlyReturn({});
  }
  const { eventId, userId, own } = ctx.stash;
  return query(waitlistUpTo(eventId, own.waitlistedAt, userId), { limit: LIMITS.positionPage, consistentRead: true });
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const entries = ctx.result.items as WaitlistEntryItem[];
  ctx.stash.entries = ctx.result.nextToken ? [] : entries.map(({ userId, waitlistedAt }) => ({ userId, waitlistedAt }));
  return {};
}
