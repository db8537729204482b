import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../domain/error.ts';
import { standingOf, type Standing } from '../../domain/registration/standing.ts';
import { callerOf } from '../shared/caller.ts';
import { parentEvent, unreadAnswer } from '../shared/parent.ts';
import { raise, raiseReadFailure } from '../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../shared/table.ts';
import { viewerKeys, viewerOf, type Viewer } from '../shared/viewer.ts';

/**
 * The caller's standing at the parent event as of its `serverTime`, by what the parent has read of them, or by one
 * call. Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context) {
  const { viewer, eventId } = parentEvent(ctx);
  const { username } = callerOf(ctx);
  if (username === null) {
    runtime.earlyReturn('SIGN_IN');
  }
  if (viewer && (viewer.registration || viewer.hasProfile !== undefined)) {
    runtime.earlyReturn(standing(ctx, viewer));
  }
  return batchGet(ctx, viewerKeys(username ?? '', eventId), true);
}

export function response(ctx: Context): Standing {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  if (isIncomplete(ctx)) {
    return raise(unreadAnswer(ctx) ?? busy('NOT_MADE'));
  }
  const [registration, user] = batchItems<unknown>(ctx);
  return standing(ctx, viewerOf(registration, user));
}

function standing(ctx: Context, { registration, hasProfile }: Viewer): Standing {
  const event = parentEvent(ctx);
  return standingOf(event, registration ?? null, hasProfile === true, event.serverTime);
}
