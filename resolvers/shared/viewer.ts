import type { Context } from '@aws-appsync/utils';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationKey, userKey, type Key } from '../../domain/keys.ts';

/** What has been read of the caller beside an event: their registration for it, and whether they have a profile. */
export interface Viewer {
  registration: RegistrationItem | null;
  /** Absent where it was not asked for. */
  hasProfile?: boolean;
}

/** Fields of an event that are not about its viewer: all others, or else each would cost a read as a standing does. */
const OF_EVENT = [
  '__typename',
  'eventId',
  'title',
  'description',
  'date',
  'endsAt',
  'timeZone',
  'location',
  'capacity',
  'organizer',
  'status',
  'registrationOpensAt',
  'registrationClosesAt',
  'waitlistEnabled',
  'currentRegistrations',
  'seatsLeft',
  'waitlistCount',
  'version',
  'waitlistVersion',
  'detailsVersion',
  'createdAt',
  'updatedAt',
  'serverTime',
];

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

/** Whether `viewerRegistration`, the only object of an event, is selected, under whatever name. */
export function selectsOwn(ctx: Context, path: string): boolean {
  return ctx.info.selectionSetList.some((one) => one.startsWith(path) && one.slice(path.length).indexOf('/') > 0);
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
export function viewerOf(registration: unknown, user: unknown): Viewer & { hasProfile: boolean } {
  return {
    registration: (registration ?? null) as RegistrationItem | null,
    hasProfile: ((user ?? null) as UserItem | null) !== null,
  };
}
