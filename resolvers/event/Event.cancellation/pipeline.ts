import type { Context } from '@aws-appsync/utils';
import type { Cancellation } from '../../../domain/event/cancellation.ts';
import { parentEvent } from '../../shared/parent.ts';
import { raiseUnexpected } from '../../shared/raise.ts';

export interface Stash {
  cancellation: Cancellation | null;
  /** Whether there may be anybody to tell: nobody is in what was never public. */
  isTelling: boolean;
}

/**
 * How far it has come that everybody in a cancelled event is told, null where there is nobody to tell. Errors: Busy,
 * AnswerIncomplete.
 */
export function request(ctx: Context<unknown, Stash>) {
  const { status, isPublic } = parentEvent(ctx);
  ctx.stash.isTelling = status === 'CANCELLED' && isPublic;
  ctx.stash.cancellation = null;
  return {};
}

export function response(ctx: Context<unknown, Stash>): Cancellation | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.cancellation;
}
