import type { Context } from '@aws-appsync/utils';
import { positionNotRead } from '../../../domain/error.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { callerOf } from '../../shared/caller.ts';
import { parentEvent, unreadAnswer } from '../../shared/parent.ts';
import { beginSearch, endSearch, type PositionStash } from '../../shared/position/stash.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

/**
 * The caller's own registration for the parent event, as the parent has read it or else read here; null for API keys
 * and backends. No position inside lists. Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  const { eventId, isListed, viewer } = parentEvent(ctx);
  const own = { userId: callerOf(ctx).username, eventId, withPosition: !isListed };
  beginSearch(ctx, own, unreadAnswer(ctx) ?? positionNotRead(), viewer ?? null);
  return {};
}

export function response(ctx: Context<unknown, PositionStash>): Registration | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  const registration = endSearch(ctx);
  const event = parentEvent(ctx);
  const known = event.viewer && event.viewer.user !== undefined ? { user: event.viewer.user } : {};
  const own = registration && { ...registration, ...known, event };
  return own && event.isAnswer ? { ...own, isAnswer: true } : own;
}
