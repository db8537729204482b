import type { Context } from '@aws-appsync/utils';
import { parentEvent } from '../../shared/parent.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

export interface Stash {
  description: string | null;
  /** Whether the parent has answered it: what was created, or is deleted. */
  isKnown: boolean;
}

/**
 * The event's description, null if there is none; read only where the parent does not know it. That of an update does
 * not: its answer is the event as it is read afterwards, and a text that somebody has changed meanwhile would stay old
 * under the newer `detailsVersion`. Errors: Busy, AnswerIncomplete.
 */
export function request(ctx: Context<unknown, Stash>) {
  const { description } = parentEvent(ctx);
  ctx.stash.isKnown = description !== undefined;
  ctx.stash.description = description ?? null;
  return {};
}

export function response(ctx: Context<unknown, Stash>): string | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.description;
}
