import type { Context } from '@aws-appsync/utils';
import type { User } from '../../../domain/user/shownUser.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

export interface Stash {
  /** Null if the caller may not see them, or they are gone. */
  user: User | null;
}

/**
 * The person of a registration, as a list has read them, or (1) by one read. A pipeline, since a field that reads
 * nothing can answer null in no other way (docs/reference/appsync.md#early-returns). Errors: Busy,
 * AnswerIncomplete.
 */
export function request() {
  return {};
}

export function response(ctx: Context<unknown, Stash>): User | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.user;
}
