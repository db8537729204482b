import type { Context } from '@aws-appsync/utils';
import { checkPage } from '../../../domain/page.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { requireSelf, userIdOf } from '../../shared/caller.ts';
import { selectsPositions, type PlacesStash } from '../../shared/places.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { PeopleStash } from '../../shared/readUsers.ts';
import type { QueryListUserRegistrationsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';

export type Stash = PlacesStash & PeopleStash;

/**
 * A person's seats and places: (1) one page of their registrations; as far as they are selected (2) the events; (3-8)
 * the queues in which somebody has left, counted, and (9) their events again, so that positions are of one instant;
 * (10) the person. Errors: ValidationError, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListUserRegistrationsArgs, Stash>) {
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(checkId('userId', userId) ?? checkPage(ctx.args));
  requireSelf(ctx, userId);
  ctx.stash.userId = userId;
  ctx.stash.withPositions = ctx.args.filter?.status !== 'REGISTERED' && selectsPositions(ctx);
  return {};
}

export function response(ctx: Context<QueryListUserRegistrationsArgs, Stash, { result: Page<Registration> }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
