import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { busy } from '../../domain/error.ts';
import type { UserItem } from '../../domain/item.ts';
import { userKey } from '../../domain/keys.ts';
import { toUser, type User } from '../../domain/user/shownUser.ts';
import { raise, raiseReadFailure } from './raise.ts';
import { batchGet, batchItems, isIncomplete, type Page } from './table.ts';

/** An item of a page that is about a person. */
interface AboutPerson {
  userId: string;
}

/** What a step keeps that adds the people to a page. */
export interface PeopleStash {
  /** The page without them. */
  page: Page<AboutPerson>;
}

type PeopleContext = Context<unknown, PeopleStash>;

/**
 * Whether a page's caller has selected an object of its items other than those named. AppSync tells the paths of what
 * is selected by alias (docs/reference/appsync.md#the-context), so an object cannot be known by its name, only what is
 * none of the others.
 * @param others names of the objects that are not meant
 */
export function selectsObject(ctx: Context, others: string[]): boolean {
  return ctx.info.selectionSetList.some((path) => {
    const [, object = '', field] = path.split('/');
    return field !== undefined && others.indexOf(object) < 0;
  });
}

/**
 * Pipeline step: adds to each item of a page its `user`, null if they are gone, or going. One call a page.
 * @param isSelected the page is the result as it is, if not
 */
export function readUsers(
  ctx: PeopleContext,
  page: Page<AboutPerson>,
  isSelected: boolean,
): DynamoDBBatchGetItemRequest {
  if (!isSelected || page.items.length === 0) {
    runtime.earlyReturn(page);
  }
  ctx.stash.page = page;
  return batchGet(ctx, peopleOf(page).map(userKey), false);
}

/** Errors: Busy, also where some of them were not read: nobody is taken for gone. */
export function response(ctx: PeopleContext): Page<AboutPerson & { user: User | null }> {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const { page } = ctx.stash;
  const people = peopleOf(page);
  const users = batchItems<UserItem>(ctx);
  return {
    items: page.items.map((item) => {
      return { ...item, user: toUser(users[people.indexOf(item.userId)] ?? null) };
    }),
    nextToken: page.nextToken,
  };
}

/** Everybody once: DynamoDB takes no key twice, and a damaged queue may hold somebody twice. */
function peopleOf({ items }: Page<AboutPerson>): string[] {
  const people = items.map(({ userId }) => userId);
  return people.filter((userId, at) => people.indexOf(userId) === at);
}
