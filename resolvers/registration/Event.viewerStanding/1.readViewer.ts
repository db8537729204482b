import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import { callerOf } from '../../shared/caller.ts';
import { parentEvent, unreadAnswer } from '../../shared/parent.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import { viewerKeys, viewerOf } from '../../shared/viewer.ts';
import type { Stash } from './pipeline.ts';

/** Reads the caller's registration and profile, unless the standing is known. Errors: Busy, AnswerIncomplete. */
export function request(ctx: Context<unknown, Stash>) {
  if (ctx.stash.isKnown) {
    runtime.earlyReturn({});
  }
  return batchGet(ctx, viewerKeys(callerOf(ctx).username ?? '', parentEvent(ctx).eventId), true);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  if (isIncomplete(ctx)) {
    return raise(unreadAnswer(ctx) ?? busy('NOT_MADE'));
  }
  const [registration, user] = batchItems<unknown>(ctx);
  ctx.stash.viewer = viewerOf(registration, user);
  return {};
}
