import type { Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { callerOf } from '../../shared/caller.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { managed } from '../../shared/readManagedEvent.ts';
import type { QueryListEventRegistrationsArgs } from '../../shared/schema.generated.ts';
import { batchGet, batchItems, getItem, isIncomplete, itemOf } from '../../shared/table.ts';
import { selectsViewer, viewerKeys, viewerOf } from '../../shared/viewer.ts';
import type { Stash } from './pipeline.ts';

/**
 * The event, which the caller must manage; where it is selected what they may do about it, with their own registration
 * and profile. All registrations of the page have this event. Errors: EventNotFound, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListEventRegistrationsArgs, Stash>) {
  const { eventId } = ctx.args;
  const { username } = callerOf(ctx);
  ctx.stash.withViewer = username !== null && selectsViewer(ctx);
  return ctx.stash.withViewer
    ? batchGet(ctx, [eventKey(eventId), ...viewerKeys(username ?? '', eventId)], true)
    : getItem(eventKey(eventId));
}

export function response(ctx: Context<QueryListEventRegistrationsArgs, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (!ctx.stash.withViewer) {
    ctx.stash.event = managed(ctx, itemOf<EventItem>(ctx));
    return {};
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const [event, registration, user] = batchItems<unknown>(ctx);
  ctx.stash.event = managed(ctx, (event ?? null) as EventItem | null);
  ctx.stash.viewer = viewerOf(registration, user);
  return {};
}
