import type { Context } from '@aws-appsync/utils';
import type { Failure } from '../../../domain/error.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { searchPlace, seeRegistration, type PlaceSearch } from '../../../domain/waitlist/placeSearch.ts';
import { raise } from '../raise.ts';
import type { Viewer } from '../viewer.ts';

/** What the steps of an exact position keep. */
export interface PositionStash {
  /** Whose registration is asked for; null: nobody's. */
  userId: string | null;
  eventId: string;
  search: PlaceSearch;
  /** What is answered where it cannot be read. */
  unread: Failure;
}

/**
 * Before the steps: whose registration is asked for (null: nobody's), of which event, and whether with its place.
 * @param viewer whose registration was read already, and is not read again
 */
export function beginSearch(
  ctx: Context<unknown, PositionStash>,
  { userId, eventId, withPosition }: { userId: string | null; eventId: string; withPosition: boolean },
  unread: Failure,
  viewer: Viewer | null = null,
): void {
  ctx.stash.unread = unread;
  ctx.stash.userId = userId;
  ctx.stash.eventId = eventId;
  const search = searchPlace(withPosition);
  ctx.stash.search = viewer ? seeRegistration(search, viewer.registration ?? null) : search;
  if (userId === null) {
    ctx.stash.search.next = null;
  }
}

/**
 * After the steps: the registration, null if there is none. Raises what was given to `beginSearch` where the steps did
 * not suffice: people kept leaving the queue, or too many are ahead.
 */
export function endSearch(ctx: Context<unknown, PositionStash>): Registration | null {
  const { next, registration } = ctx.stash.search;
  if (next === null) {
    return registration;
  }
  return raise(ctx.stash.unread);
}
