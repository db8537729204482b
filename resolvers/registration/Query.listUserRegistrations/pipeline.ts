import type { Context } from '@aws-appsync/utils';
import { checkPage } from '../../../domain/page.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { callerOf, requireSelf, userIdOf } from '../../shared/caller.ts';
import { selectsPositions, type PlacesStash } from '../../shared/places.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { QueryListUserRegistrationsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';
import { selectsViewer } from '../../shared/viewer.ts';

export type Stash = PlacesStash;

/**
 * A person's seats and places: (1) one page of their registrations; as far as they are selected (2) the events; (3-8)
 * who has left behind each place of a queue that somebody has left, or who is before it, and (9) their events again, so
 * that positions are of one instant; (10) the person, and what the caller has who is somebody else. Errors:
 * ValidationError, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListUserRegistrationsArgs, Stash>) {
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(checkId('userId', userId) ?? checkPage(ctx.args));
  requireSelf(ctx, userId);
  const { username } = callerOf(ctx);
  ctx.stash.userId = userId;
  ctx.stash.withViewer = username !== null && username !== userId && selectsViewer(ctx);
  ctx.stash.withPositions = ctx.args.filter?.status !== 'REGISTERED' && selectsPositions(ctx);
  return {};
}

export function response(ctx: Context<QueryListUserRegistrationsArgs, Stash, { result: Page<Registration> }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
