import type { Context, DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { leaveTicket, type Asking } from '../../domain/lane/ticket.ts';
import type { Effect } from '../../domain/verdict.ts';
import { hasFailedCondition, judgeFailure, raiseUnexpected } from './raise.ts';
import { putItem } from './table.ts';
import type { SettlingStash } from './settle.ts';

/** What a pipeline keeps that may leave a ticket in the event's lane. */
export interface AskingStash extends SettlingStash {
  /** Whether others are in the way, so that a ticket is worth it. */
  isContended: boolean;
  /** The ticket, if it is left; after a lost answer it may be, and where it is left to the Lambda, it is not yet. */
  ticket: { asking: Asking; isLeft: boolean } | null;
}

/** Leaves a ticket: from here on the request may be served, whether or not anybody waits for it. */
export function askInLane(asking: Asking): DynamoDBPutItemRequest {
  return putItem(leaveTicket(asking));
}

/**
 * Leaves it to the Lambda that a ticket could not be left: without one, it decides and leaves its own; after a lost
 * answer, it leaves the same once more. One that is there already, and decided maybe, AppSync has put by itself before.
 */
export function passOnTicket(ctx: Context<unknown, AskingStash>, asking: Asking) {
  if (hasFailedCondition(ctx)) {
    ctx.stash.ticket = { asking, isLeft: true };
    return {};
  }
  const verdict = judgeFailure(ctx);
  if (verdict === 'BROKEN') {
    return raiseUnexpected(ctx);
  }
  if (verdict === 'MAYBE_MADE') {
    ctx.stash.ticket = { asking, isLeft: false };
    ctx.stash.effect = 'MAYBE_MADE';
  }
  return {};
}

/** What the request may have done, or may yet: a ticket that is left may be served, whether or not anybody waits. */
export function effectAsked({ ticket, effect }: AskingStash): Effect {
  return ticket && ticket.isLeft ? 'MAYBE_MADE' : effect;
}
