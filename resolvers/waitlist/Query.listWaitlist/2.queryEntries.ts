import type { Context } from '@aws-appsync/utils';
import type { WaitlistEntryItem } from '../../../domain/item.ts';
import { waitlistOfEvent } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListWaitlistArgs } from '../../shared/schema.generated.ts';
import { query } from '../../shared/table.ts';

/** One page of the queue, head first. */
export function request(ctx: Context<QueryListWaitlistArgs>) {
  return query(waitlistOfEvent(ctx.args.eventId), { limit: pageLimit(ctx.args), nextToken: ctx.args.nextToken });
}

export function response(ctx: Context<QueryListWaitlistArgs>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const entries = ctx.result.items as WaitlistEntryItem[];
  return {
    items: entries.map(({ userId, waitlistedAt, joinedPosition }) => ({ userId, waitlistedAt, joinedPosition })),
    nextToken: ctx.result.nextToken,
  };
}
