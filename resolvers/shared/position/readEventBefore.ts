import { runtime, type Context } from '@aws-appsync/utils';
import { eventKey } from '../../../domain/keys.ts';
import { raiseReadFailure } from '../raise.ts';
import { getItem } from '../table.ts';

/** Pipeline step 2 of an exact position: the event before counting. Errors: Busy. */
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
  ctx.stash.before = ctx.result;
  return {};
}
