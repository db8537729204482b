import { runtime, type Context } from '@aws-appsync/utils';
import { manages, mayActAs } from '../../../domain/caller.ts';
import { busy } from '../../../domain/error.ts';
import type { EventItem, UserItem } from '../../../domain/item.ts';
import { eventKey, userKey } from '../../../domain/keys.ts';
import { toUser } from '../../../domain/user/shownUser.ts';
import { callerOf } from '../../shared/caller.ts';
import { parentRegistration, unreadAnswer } from '../../shared/parent.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** The person, and for an organizer the event beside them: only its own may see who it is. */
export function request(ctx: Context<unknown, Stash>) {
  const { user, userId, eventId } = parentRegistration(ctx);
  const caller = callerOf(ctx);
  const isOwnOrAny = mayActAs(caller, userId);
  if (user !== undefined || !(isOwnOrAny || caller.isOrganizer)) {
    ctx.stash.user = user ?? null;
    runtime.earlyReturn({});
  }
  return batchGet(ctx, isOwnOrAny ? [userKey(userId)] : [userKey(userId), eventKey(eventId)], true);
}

export function response(ctx: Context<unknown, Stash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', unreadAnswer(ctx));
  }
  if (isIncomplete(ctx)) {
    return raise(unreadAnswer(ctx) ?? busy('NOT_MADE'));
  }
  const caller = callerOf(ctx);
  const [user, event] = batchItems<UserItem | EventItem>(ctx);
  const isSeen =
    mayActAs(caller, parentRegistration(ctx).userId) || (event ? manages(caller, event as EventItem) : false);
  ctx.stash.user = user && isSeen ? toUser(user as UserItem) : null;
  return {};
}
