import type { Context } from '@aws-appsync/utils';
import { checkPage } from '../../../domain/page.ts';
import { checkId } from '../../../domain/text.ts';
import { requireSelf, userIdOf } from '../../shared/caller.ts';
import type { ListedEvent } from '../../shared/parent.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { PagedStash } from '../../shared/readEvents.ts';
import type { ViewerStash } from '../../shared/readViewer.ts';
import type { QueryGetUserEventsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';

export interface Stash extends PagedStash, ViewerStash {
  userId: string;
}

/**
 * The events for which a user has a seat: (1) one page of the user's registrations, (2) their events, (3) if selected,
 * the caller's registrations for them. Errors: ValidationError, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryGetUserEventsArgs, Stash>) {
  const userId = userIdOf(ctx, ctx.args.userId);
  raiseIf(checkId('userId', userId) ?? checkPage(ctx.args));
  requireSelf(ctx, userId);
  ctx.stash.userId = userId;
  return {};
}

export function response(ctx: Context<QueryGetUserEventsArgs, Stash, { result: Page<ListedEvent> }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
