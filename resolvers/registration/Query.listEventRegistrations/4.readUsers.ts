import type { Context } from '@aws-appsync/utils';
import type { Registration } from '../../../domain/registration/registration.ts';
import { readUsers, selectsObject } from '../../shared/readUsers.ts';
import type { Page } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/** Adds the people, if they are selected. Whoever gets the page may see them. */
export function request(ctx: Context<unknown, Stash, { result: Page<Registration> }>) {
  return readUsers(ctx, ctx.prev.result, selectsObject(ctx, ['event']));
}

export { response } from '../../shared/readUsers.ts';
