import type { Context } from '@aws-appsync/utils';
import type { WaitlistEntryItem } from '../../../domain/item.ts';
import { waitlistOfEvent } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListWaitlistArgs, WaitlistPage } from '../../shared/schema.generated.ts';
import { pageOf, query } from '../../shared/table.ts';

/** One page of the queue, head first. */
export function request(ctx: Context<QueryListWaitlistArgs>) {
  return query(waitlistOfEvent(ctx.args.eventId), { limit: pageLimit(ctx.args), nextToken: ctx.args.nextToken });
}

export function response(ctx: Context<QueryListWaitlistArgs>): WaitlistPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
  return {
    items: items.map(({ userId, waitlistedAt, joinedPosition }) => ({ userId, waitlistedAt, joinedPosition })),
    nextToken,
  };
}
