import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { answerOf, deadlineMs, promoteFromWaitlist } from '../promoteFromWaitlist.ts';
import { raise } from '../raise.ts';

/** Pipeline step 5 of an exact position: the Lambda reads again until the queue stands still, and pages through long ones. Errors: Busy. */
export function request(ctx: Context) {
  if (ctx.stash.isDone) {
    runtime.earlyReturn({});
  }
  const { userId, eventId } = ctx.stash;
  return promoteFromWaitlist(ctx, { operation: 'getRegistration', userId, eventId, deadlineMs: deadlineMs() });
}

export function response(ctx: Context) {
  if (ctx.error) {
    console.error('reading a position failed', ctx.error);
    return raise(busy('NONE'));
  }
  ctx.stash.registration = answerOf<Registration | null>(ctx);
  return {};
}
