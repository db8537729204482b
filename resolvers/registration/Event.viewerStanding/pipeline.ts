import type { Context } from '@aws-appsync/utils';
import { standingOf, type Standing } from '../../../domain/registration/standing.ts';
import { callerOf } from '../../shared/caller.ts';
import { parentEvent } from '../../shared/parent.ts';
import { raiseUnexpected } from '../../shared/raise.ts';
import type { Viewer } from '../../shared/viewer.ts';

export interface Stash {
  /** What is known of the caller, as the parent has read it or (1) reads it. */
  viewer: Viewer;
  /** Whether the standing follows from it, so that nothing is read. */
  isKnown: boolean;
}

/**
 * The caller's standing at the parent event as of its `serverTime`, by what the parent has read of them, or (1) by one
 * call. A pipeline, since AppSync is known to return early with objects only
 * (docs/reference/appsync.md#early-returns). Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context<unknown, Stash>) {
  const viewer: Viewer = parentEvent(ctx).viewer ?? { registration: null };
  const isNobody = callerOf(ctx).username === null;
  ctx.stash.viewer = viewer;
  ctx.stash.isKnown = isNobody || !!viewer.registration || viewer.user !== undefined;
  return {};
}

export function response(ctx: Context<unknown, Stash>): Standing {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  if (callerOf(ctx).username === null) {
    return 'SIGN_IN';
  }
  const event = parentEvent(ctx);
  const { registration, user } = ctx.stash.viewer;
  return standingOf(event, registration ?? null, !!user, event.serverTime);
}
