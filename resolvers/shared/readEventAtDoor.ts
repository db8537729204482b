import type { Context } from '@aws-appsync/utils';
import type { EventItem } from '../../domain/item.ts';
import { isAtDoor } from './caller.ts';
import { raiseReadFailure } from './raise.ts';
import { managed, type ManagedEventStash } from './readManagedEvent.ts';
import { itemOf } from './table.ts';

export { request } from './readManagedEvent.ts';

/**
 * Pipeline step: the event of `args.eventId`, to which the caller must let people in: it is theirs to manage, or they
 * are in group `door`. It is read before the write, unlike elsewhere, so that no scan holds the event
 * (docs/design.md#the-door). Errors: EventNotFound, Unauthorized, Busy.
 */
export function response(ctx: Context<{ eventId: string }, ManagedEventStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  ctx.stash.event = managed(ctx, itemOf<EventItem>(ctx), isAtDoor(ctx));
  return {};
}
