import type { Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { busy } from '../../domain/error.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { checkId } from '../../domain/text.ts';
import { callerOf, readsConsistently } from '../shared/caller.ts';
import { asOfNow } from '../shared/clock.ts';
import type { Answered, ViewedEvent } from '../shared/parent.ts';
import { raise, raiseIf, raiseReadFailure } from '../shared/raise.ts';
import type { QueryGetEventArgs } from '../shared/schema.generated.ts';
import { batchGet, batchItems, getItem, isIncomplete, itemOf } from '../shared/table.ts';
import { selectsStanding, viewerKeys, viewerOf } from '../shared/viewer.ts';

interface Stash {
  /** Whether the caller's registration and profile are read beside the event. */
  withViewer: boolean;
}

/**
 * The event as it is now, for the API key as it was a moment ago; null if there is none that the caller may see. For
 * `viewerStanding` in one call with the caller's registration and profile.
 * Errors: ValidationError, Busy.
 */
export function request(ctx: Context<QueryGetEventArgs, Stash>) {
  raiseIf(checkId('eventId', ctx.args.eventId));
  const { eventId } = ctx.args;
  const { username } = callerOf(ctx);
  ctx.stash.withViewer = username !== null && selectsStanding(ctx, '');
  if (ctx.stash.withViewer) {
    return batchGet(ctx, [eventKey(eventId), ...viewerKeys(username ?? '', eventId)], true);
  }
  return getItem(eventKey(eventId), readsConsistently());
}

export function response(ctx: Context<QueryGetEventArgs, Stash>): Answered<Event | ViewedEvent> | null {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (!ctx.stash.withViewer) {
    return shown(ctx, itemOf<EventItem>(ctx));
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const [stored, registration, user] = batchItems<unknown>(ctx);
  const event = shown(ctx, (stored ?? null) as EventItem | null);
  return event && { ...event, viewer: viewerOf(registration, user) };
}

function shown(ctx: Context, event: EventItem | null): Answered<Event> | null {
  return event && sees(callerOf(ctx), event) ? asOfNow(toEvent(event)) : null;
}
