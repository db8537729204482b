import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { UserItem } from '../../../domain/item.ts';
import { registrationKey, userKey } from '../../../domain/keys.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { toUser } from '../../../domain/user/shownUser.ts';
import { callerOf } from '../../shared/caller.ts';
import { pageOfPlaces } from '../../shared/places.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import { selectsObject } from '../../shared/readUsers.ts';
import { batchGet, batchItems, isIncomplete, type Page } from '../../shared/table.ts';
import { selectsSelf, viewerOf } from '../../shared/viewer.ts';
import type { Stash } from './pipeline.ts';

/** How many names a path has down to the caller's registration for an event of the page. */
const OWN_DEPTH = 3;

/**
 * The page, with the person if they are selected: one read, as all registrations are theirs. For a caller who is
 * somebody else and asks what they may do about these events, in the same call their own registrations and profile.
 */
export function request(ctx: Context<unknown, Stash>) {
  const { items, userId, withViewer } = ctx.stash;
  const username = callerOf(ctx).username ?? '';
  const viewer = withViewer
    ? [userKey(username), ...items.map(({ eventId }) => registrationKey(username, eventId))]
    : [];
  const keys = [...(selectsPerson(ctx) ? [userKey(userId)] : []), ...viewer];
  if (items.length === 0 || keys.length === 0) {
    runtime.earlyReturn(pageOfPlaces(ctx, undefined, []));
  }
  return batchGet(ctx, keys, withViewer);
}

/** Errors: Busy, also where something was not read: nobody is taken for gone. */
export function response(ctx: Context<unknown, Stash>): Page<Registration> {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const found = batchItems<unknown>(ctx);
  const person = (found[0] ?? null) as UserItem | null;
  const isRead = selectsPerson(ctx);
  const [user, ...registrations] = isRead ? found.slice(1) : found;
  return pageOfPlaces(
    ctx,
    isRead ? toUser(person) : undefined,
    ctx.stash.withViewer ? registrations.map((registration) => viewerOf(registration, user)) : [],
  );
}

function selectsPerson(ctx: Context): boolean {
  return selectsObject(ctx, ['event']) || selectsSelf(ctx, OWN_DEPTH);
}
