import type { Context } from '@aws-appsync/utils';
import { readUsers, selectsObject, type PeopleStash } from '../../shared/readUsers.ts';
import type { WaitlistPage } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';

/** Adds the people, if they are selected. Whoever gets the page may see them. */
export function request(ctx: Context<unknown, PeopleStash, { result: Page<WaitlistPage['items'][number]> }>) {
  return readUsers(ctx, ctx.prev.result, selectsObject(ctx, []));
}

export { response } from '../../shared/readUsers.ts';
