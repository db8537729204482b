import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { raise } from '../raise.ts';
import { deadlineMs, settle, settledValue, type SettlingContext } from '../settle.ts';
import type { PositionStash } from './stash.ts';

/**
 * Pipeline step 5 of an exact position: the Lambda reads again until the queue stands still, and pages through long
 * ones. Errors: Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  const { own } = ctx.stash;
  if (!own) {
    runtime.earlyReturn({});
  }
  const { userId, eventId } = own;
  return settle(ctx, { operation: 'getRegistration', userId, eventId, deadlineMs: deadlineMs() });
}

export function response(ctx: SettlingContext<PositionStash, Registration | null>) {
  if (ctx.error) {
    console.error('reading a position failed', ctx.error);
    return raise(busy('NOT_MADE'));
  }
  ctx.stash.registration = settledValue(ctx);
  return {};
}
