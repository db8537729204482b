import { util, type AppSyncIdentityCognito, type Context } from '@aws-appsync/utils';
import { mayActAs, type Caller } from '../../domain/caller.ts';
import { validationError } from '../../domain/error.ts';
import type { Group } from '../../domain/groups.ts';
import { raise } from './raise.ts';

/** Who calls: a signed-in user with their groups, a backend (IAM, unrestricted), or nobody in particular (API key). */
export function callerOf(ctx: Context): Caller {
  if (util.authType() === 'IAM Authorization') {
    return { username: null, isOrganizer: false, isUnrestricted: true };
  }
  if (util.authType() !== 'User Pool Authorization') {
    return { username: null, isOrganizer: false, isUnrestricted: false };
  }
  return {
    username: (ctx.identity as AppSyncIdentityCognito).username,
    isOrganizer: isInGroup(ctx, 'organizers'),
    isUnrestricted: isInGroup(ctx, 'admins'),
  };
}

/** Whether the caller is in group `door`: they let people in to every event, and may do nothing else about it. */
export function isAtDoor(ctx: Context): boolean {
  return util.authType() === 'User Pool Authorization' && isInGroup(ctx, 'door');
}

function isInGroup(ctx: Context, group: Group): boolean {
  const { groups } = ctx.identity as AppSyncIdentityCognito;
  return groups ? groups.indexOf(group) > -1 : false;
}

/**
 * Whether what the caller reads is read consistently. With the API key it is not: nobody in particular decides nothing
 * by it, and has written nothing that they must find again (docs/design.md#which-reads-are-consistent).
 */
export function readsConsistently(): boolean {
  return util.authType() !== 'API Key Authorization';
}

/** Who is meant: the caller, where nobody is named. Raises ValidationError for a backend, which is no person. */
export function userIdOf(ctx: Context, userId: string | null | undefined): string {
  const meant = userId ?? callerOf(ctx).username;
  return meant ?? raise(validationError('userId', 'must be given by a backend, which is no person'));
}

/** Raises Unauthorized unless the caller is this user, an admin or a backend; without any read. */
export function requireSelf(ctx: Context, userId: string): void {
  if (!mayActAs(callerOf(ctx), userId)) {
    util.unauthorized();
  }
}

/** Raises Unauthorized if the caller could not act for this user even as the event's organizer; without any read. */
export function requireSelfOrOrganizer(caller: Caller, userId: string): void {
  if (!mayActAs(caller, userId) && !caller.isOrganizer) {
    util.unauthorized();
  }
}
