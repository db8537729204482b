import type { Context } from '@aws-appsync/utils';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationKey, userKey, type Key } from '../../domain/keys.ts';
import { toUser, type User } from '../../domain/user/shownUser.ts';
import { OF_EVENT } from './eventFields.generated.ts';

/** What has been read of the caller beside an event: their registration for it, and their profile. */
export interface Viewer {
  registration: RegistrationItem | null;
  /** Null if they have none; absent where it was not asked for. */
  user?: User | null;
}

/**
 * Whether `viewerStanding` is selected of an event, or a field without fields of its own under a name that does not say
 * which it is: paths tell aliases (docs/reference/appsync.md#the-context). Under the name of another field it is not
 * recognised; its own resolver then reads what it needs.
 * @param path of the event within the answer, `''` or with `/` at the end
 */
export function selectsStanding(ctx: Context, path: string): boolean {
  const paths = ctx.info.selectionSetList;
  const objects: Record<string, boolean> = {};
  paths.forEach((one) => {
    objects[one.split('/').slice(0, -1).join('/')] = true;
  });
  return paths.some((one) => OF_EVENT.indexOf(nameBelow(one, path)) < 0 && objects[one] !== true);
}

/**
 * Whether `viewerRegistration` is selected, under whatever name: an object of an event, as `cancellation` is, for which
 * under another name the caller's registration is read as well.
 */
export function selectsOwn(ctx: Context, path: string): boolean {
  return ctx.info.selectionSetList.some((one) => {
    const below = one.startsWith(path) ? one.slice(path.length) : '';
    return below.indexOf('/') > 0 && below.indexOf('cancellation/') !== 0;
  });
}

/** Fields of a person that an event has not. */
const OF_USER = ['userId', 'name'];

/**
 * Whether something may be selected for which the caller's registration or profile is read, of the events that a page's
 * items have under any name but `user`: one reading too many for a person under two aliases, never one for each item.
 */
export function selectsViewer(ctx: Context): boolean {
  const known = [...OF_EVENT, ...OF_USER];
  return ctx.info.selectionSetList.some((path) => {
    const [, object = '', field, inner] = path.split('/');
    return field !== undefined && object !== 'user' && (inner !== undefined || known.indexOf(field) < 0);
  });
}

/**
 * Whether the caller may be selected as a person, below their own registration: an object under any name but `event`.
 * @param depth how many names a path has down to the registration
 */
export function selectsSelf(ctx: Context, depth: number): boolean {
  return ctx.info.selectionSetList.some((path) =>
    path
      .split('/')
      .slice(depth, -1)
      .some((object) => object !== 'event'),
  );
}

/** The field of the event that the path is, `__typename` for what is none. */
function nameBelow(one: string, path: string): string {
  const name = one.startsWith(path) ? one.slice(path.length) : '';
  return name === '' || name.indexOf('/') >= 0 ? '__typename' : name;
}

/** What has to be read of the caller beside an event, in one call. */
export function viewerKeys(username: string, eventId: string): Key[] {
  return [registrationKey(username, eventId), userKey(username)];
}

/** What was read by `viewerKeys`. */
export function viewerOf(registration: unknown, user: unknown): Viewer & { user: User | null } {
  return {
    registration: (registration ?? null) as RegistrationItem | null,
    user: toUser((user ?? null) as UserItem | null),
  };
}
