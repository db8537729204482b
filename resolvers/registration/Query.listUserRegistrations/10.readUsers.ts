import type { Context } from '@aws-appsync/utils';
import { pageOfPlaces } from '../../shared/places.ts';
import { readUsers, selectsObject } from '../../shared/readUsers.ts';
import type { Stash } from './pipeline.ts';

/** The page, with the person if they are selected: one read, as all registrations are theirs. */
export function request(ctx: Context<unknown, Stash>) {
  return readUsers(ctx, pageOfPlaces(ctx), selectsObject(ctx, ['event']));
}

export { response } from '../../shared/readUsers.ts';
