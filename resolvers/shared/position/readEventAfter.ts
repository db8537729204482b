import { runtime, type Context } from '@aws-appsync/utils';
import { eventKey } from '../../../domain/keys.ts';
import { withPosition } from '../../../domain/waitlist/position.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem } from '../table.ts';

/** Pipeline step 4 of an exact position: the event after counting; if its queue stood still, the answer is complete. Errors: Busy. */
export function request(ctx: Context) {
  if (ctx.stash.isDone) {
    runtime.earlyReturn({});
  }
  return getItem(eventKey(ctx.stash.eventId));
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  const { own, before, entries } = ctx.stash;
  const registration = withPosition(own, before, entries, ctx.result);
  ctx.stash.registration = registration;
  ctx.stash.isDone = registration !== null;
  return {};
}
