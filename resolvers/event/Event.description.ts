import type { Context } from '@aws-appsync/utils';
import type { DetailsItem } from '../../domain/item.ts';
import { detailsKey } from '../../domain/keys.ts';
import { readsConsistently } from '../shared/caller.ts';
import { parentEvent } from '../shared/parent.ts';
import { raiseReadFailure } from '../shared/raise.ts';
import { getItem, itemOf } from '../shared/table.ts';

/**
 * The event's description, null if there is none. What the parent knows already (created, deleted) counts. Errors:
 * Busy.
 */
export function request(ctx: Context) {
  return getItem(detailsKey(parentEvent(ctx).eventId), readsConsistently());
}

export function response(ctx: Context): string | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { description } = parentEvent(ctx);
  if (description !== undefined) {
    return description;
  }
  const details = itemOf<DetailsItem>(ctx);
  return details ? details.description : null;
}
