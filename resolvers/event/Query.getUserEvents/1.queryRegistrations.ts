import type { Context } from '@aws-appsync/utils';
import { allOf, is } from '../../../domain/condition.ts';
import type { RegistrationItem } from '../../../domain/item.ts';
import { eventKey, registrationsOfUser } from '../../../domain/keys.ts';
import { pageLimit } from '../../../domain/page.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryGetUserEventsArgs } from '../../shared/schema.generated.ts';
import { query } from '../../shared/table.ts';

/** One page of the user's registrations with a seat, as keys of their events. */
export function request(ctx: Context<QueryGetUserEventsArgs>) {
  return query(registrationsOfUser(ctx.args.userId), {
    limit: pageLimit(ctx.args),
    nextToken: ctx.args.nextToken,
    filter: allOf<RegistrationItem>([is('registrationStatus', 'REGISTERED')]),
  });
}

export function response(ctx: Context<QueryGetUserEventsArgs>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const registrations = ctx.result.items as RegistrationItem[];
  return { keys: registrations.map((registration) => eventKey(registration.eventId)), nextToken: ctx.result.nextToken };
}
