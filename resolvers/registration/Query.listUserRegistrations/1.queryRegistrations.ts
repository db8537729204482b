import type { Context } from '@aws-appsync/utils';
import type { RegistrationItem } from '../../../domain/item.ts';
import { registrationsOfUser } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { pageLimit } from '../../../domain/page.ts';
import { filterOf } from '../../../domain/registration/filter.ts';
import { beginPlaces, PLACES_PER_PAGE } from '../../shared/places.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListUserRegistrationsArgs } from '../../shared/schema.generated.ts';
import { pageOf, query } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * One page of the person's registrations as they are now: people find again what they have just done. Two less than
 * DynamoDB reads at a time where the caller's registrations are read with two profiles.
 */
export function request(ctx: Context<QueryListUserRegistrationsArgs, Stash>) {
  const { withPositions, withViewer } = ctx.stash;
  const most = withViewer ? LIMITS.pageMax - 2 : LIMITS.pageMax;
  return query(registrationsOfUser(ctx.stash.userId), {
    limit: Math.min(pageLimit(ctx.args), withPositions ? PLACES_PER_PAGE : most),
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
