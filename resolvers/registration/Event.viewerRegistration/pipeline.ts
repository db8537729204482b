import type { Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { callerOf } from '../../shared/caller.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

/** The caller's own registration for the parent event; null for API keys and backends. No position inside lists. Errors: Busy. */
export function request(ctx: Context) {
  ctx.stash.userId = callerOf(ctx).username;
  ctx.stash.eventId = ctx.source.eventId;
  ctx.stash.withPosition = !ctx.source.isListed;
  ctx.stash.registration = null;
  return {};
}

export function response(ctx: Context): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.registration ? { ...ctx.stash.registration, event: ctx.source } : null;
}
