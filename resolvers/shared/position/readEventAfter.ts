import { runtime, type Context } from '@aws-appsync/utils';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { withPosition } from '../../../domain/waitlist/position.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem, itemOf } from '../table.ts';
import type { PositionStash } from './stash.ts';

/**
 * Pipeline step 4 of an exact position: the event after counting; if its queue stood still, the answer is complete.
 * Errors: Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  const { own } = ctx.stash;
  if (!own) {
    runtime.earlyReturn({});
  }
  return getItem(eventKey(own.eventId));
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { own, before, entries } = ctx.stash;
  const registration = own && withPosition(own, before, entries, itemOf<EventItem>(ctx));
  if (registration) {
    ctx.stash.registration = registration;
    ctx.stash.own = null;
  }
  return {};
}
