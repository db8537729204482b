import type { Context } from '@aws-appsync/utils';
import { INDEXES, registrationsOfEvent, type Key } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListEventRegistrationsArgs } from '../../shared/schema.generated.ts';
import { query } from '../../shared/table.ts';

/** One page of the event's registrations in the inverted index, as keys. */
export function request(ctx: Context<QueryListEventRegistrationsArgs>) {
  return query(registrationsOfEvent(ctx.args.eventId), {
    index: INDEXES.inverted.name,
    limit: pageLimit(ctx.args),
    nextToken: ctx.args.nextToken,
  });
}

export function response(ctx: Context<QueryListEventRegistrationsArgs>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  return { keys: ctx.result.items as Key[], nextToken: ctx.result.nextToken };
}
