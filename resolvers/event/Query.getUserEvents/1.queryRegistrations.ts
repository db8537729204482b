import type { Context } from '@aws-appsync/utils';
import { allOf, is } from '../../../domain/condition.ts';
import type { RegistrationItem } from '../../../domain/item.ts';
import { eventKey, registrationsOfUser } from '../../../domain/keys.ts';
import { eventsPageLimit } from '../../shared/readViewer.ts';
import { raiseReadFailure } from '../../shared/raise.ts';
import type { QueryGetUserEventsArgs } from '../../shared/schema.generated.ts';
import { pageOf, query, type KeyPage } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** One page of the user's registrations with a seat, as keys of their events. */
export function request(ctx: Context<QueryGetUserEventsArgs, Stash>) {
  return query(registrationsOfUser(ctx.stash.userId), {
    limit: eventsPageLimit(ctx),
    nextToken: ctx.args.nextToken,
    filter: allOf<RegistrationItem>([is('registrationStatus', 'REGISTERED')]),
  });
}

export function response(ctx: Context<QueryGetUserEventsArgs>): KeyPage {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { items, nextToken } = pageOf<RegistrationItem>(ctx);
  return { keys: items.map((registration) => eventKey(registration.eventId)), nextToken };
}
