import { runtime, type Context } from '@aws-appsync/utils';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { positionAsJoined } from '../../../domain/waitlist/position.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem, itemOf } from '../table.ts';
import type { PositionStash } from './stash.ts';

/**
 * Pipeline step 2 of an exact position: the event before counting. If nobody has left its queue since the registration
 * joined, the answer is complete. Errors: Busy.
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
  const before = itemOf<EventItem>(ctx);
  ctx.stash.before = before;
  const registration = ctx.stash.own && positionAsJoined(ctx.stash.own, before);
  if (registration) {
    ctx.stash.registration = registration;
    ctx.stash.own = null;
  }
  return {};
}
