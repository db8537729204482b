import type { Context } from '@aws-appsync/utils';
import { allOf } from '../../../domain/expression.ts';
import { eventsBetween, INDEXES, type Key } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListEventsArgs } from '../../shared/schema.generated.ts';
import { query } from '../../shared/table.ts';

/** One page of index entries; the counters are not in the index, on purpose. */
export function request(ctx: Context<QueryListEventsArgs>) {
  const status = ctx.args.filter?.status;
  return query(eventsBetween(ctx.stash.from, ctx.stash.to), {
    index: INDEXES.eventsByDate.name,
    limit: pageLimit(ctx.args),
    nextToken: ctx.args.nextToken,
    filter: status ? allOf(['#if_status = :if_status'], ['status'], { status }) : undefined,
  });
}

export function response(ctx: Context<QueryListEventsArgs>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  return { keys: ctx.result.items as Key[], nextToken: ctx.result.nextToken };
}
