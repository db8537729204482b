import type { Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../../domain/item.ts';
import { registrationsOfUser } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { filterOf } from '../../../domain/registration/filter.ts';
import { beginPlaces, PLACES_PER_PAGE } from '../../shared/places.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListUserRegistrationsArgs } from '../../shared/schema.generated.ts';
import { pageOf, query } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** One page of the person's registrations as they are now: people find again what they have just done. */
export function request(ctx: Context<QueryListUserRegistrationsArgs, Stash>) {
  const limit = pageLimit(ctx.args);
  return query(registrationsOfUser(ctx.stash.userId), {
    limit: ctx.stash.withPositions ? Math.min(limit, PLACES_PER_PAGE) : limit,
    nextToken: ctx.args.nextToken,
    filter: filterOf(ctx.args.filter ?? {}),
    consistentRead: true,
  });
}

export function response(ctx: Context<QueryListUserRegistrationsArgs, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  beginPlaces(ctx, pageOf<RegistrationItem>(ctx));
  return {};
}
