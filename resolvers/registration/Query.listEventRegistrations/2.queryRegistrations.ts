import type { Context } from '@aws-appsync/utils';
import { INDEXES, registrationsOfEvent, type Key } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { filterOfIndex } from '../../../domain/registration/filter.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListEventRegistrationsArgs } from '../../shared/schema.generated.ts';
import { pageOf, query, type KeyPage } from '../../shared/table.ts';

/** One page of the event's registrations in the inverted index, as keys. */
export function request(ctx: Context<QueryListEventRegistrationsArgs>) {
  return query(registrationsOfEvent(ctx.args.eventId), {
    index: INDEXES.inverted.name,
    limit: pageLimit(ctx.args),
    nextToken: ctx.args.nextToken,
    filter: filterOfIndex(ctx.args.filter ?? {}),
  });
}

export function response(ctx: Context<QueryListEventRegistrationsArgs>): KeyPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<Key>(ctx);
  return { keys: items, nextToken };
}
