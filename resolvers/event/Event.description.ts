import type { Context } from '@aws-appsync/utils';
import type { DetailsItem } from '../../domain/item.ts';
import { detailsKey } from '../../domain/keys.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem } from '../shared/table.ts';

/** The event's description, null if there is none. What the parent knows already (created, deleted) counts. Errors: Busy. */
export function request(ctx: Context) {
  return getItem(detailsKey(ctx.source.eventId));
}

export function response(ctx: Context): string | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (ctx.source.description !== undefined) {
    return ctx.source.description;
  }
  const details = ctx.result as DetailsItem | null;
  return details ? details.description : null;
}
