import { runtime, type Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import { busy } from '../../domain/error.ts';
import { toEvent } from '../../domain/event/event.ts';
import { isListedAs } from '../../domain/event/status.ts';
import type { EventItem } from '../../domain/item.ts';
import { callerOf } from './caller.ts';
import { asOfNow } from './clock.ts';
import type { Answered, ListedEvent } from './parent.ts';
import { raise, raiseReadFailure } from './raise.ts';
import type { QueryListEventsArgs } from './schema.generated.ts';
import { batchGet, batchItems, isIncomplete, type KeyPage, type Page } from './table.ts';

/** What a step keeps that turns the keys of a page into items. */
export interface PagedStash {
  /** Where the next page begins, null at the end. */
  nextToken: string | null;
}

/**
 * Pipeline step: turns `{keys, nextToken}` of the step before into a page of events. Deleted events and those that
 * the caller may not see are dropped; an event that no longer fits the filter as well. Errors: Busy.
 */
export function request(ctx: Context<unknown, PagedStash, { result: KeyPage }>) {
  const { keys, nextToken } = ctx.prev.result;
  ctx.stash.nextToken = nextToken;
  if (keys.length === 0) {
    runtime.earlyReturn({ items: [], nextToken });
  }
  return batchGet(ctx, keys, false);
}

export function response(
  ctx: Context<{ filter?: QueryListEventsArgs['filter'] }, PagedStash>,
): Page<Answered<ListedEvent>> {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const caller = callerOf(ctx);
  const { status, organizer } = ctx.args.filter ?? {};
  const events = batchItems<EventItem>(ctx).filter((event) => event !== null && sees(caller, event)) as EventItem[];
  return {
    items: events
      .filter((event) => (!status || isListedAs(event, status)) && (!organizer || event.organizer === organizer))
      .map((event) => asOfNow({ ...toEvent(event), isListed: true as const })),
    nextToken: ctx.stash.nextToken,
  };
}
