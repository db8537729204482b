import type { Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { callerOf } from '../../shared/caller.ts';
import { parentEvent } from '../../shared/parent.ts';
import type { PositionStash } from '../../shared/position/stash.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

/**
 * The caller's own registration for the parent event; null for API keys and backends. No position inside lists. Errors:
 * Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  ctx.stash.userId = callerOf(ctx).username;
  const { eventId, isListed } = parentEvent(ctx);
  ctx.stash.eventId = eventId;
  ctx.stash.withPosition = !isListed;
  ctx.stash.registration = null;
  return {};
}

export function response(ctx: Context<unknown, PositionStash>): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.registration ? { ...ctx.stash.registration, event: parentEvent(ctx) } : null;
}
