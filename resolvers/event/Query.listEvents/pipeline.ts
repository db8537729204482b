import type { Context } from '@aws-appsync/utils';
import { validationError } from '../../../domain/error.ts';
import { checkPage } from '../../../domain/page.ts';
import { dateTimestamp } from '../../shared/clock.ts';
import type { ListedEvent } from '../../shared/parent.ts';
import { raise, raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { PagedStash } from '../../shared/readEvents.ts';
import type { QueryListEventsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';

export interface Stash extends PagedStash {
  /** The first and the last date of the filter, as timestamps. */
  from: string | null;
  to: string | null;
}

/**
 * Events in order of date: (1) one page of keys from the index, (2) the events themselves. Errors: ValidationError,
 * Busy.
 */
export function request(ctx: Context<QueryListEventsArgs, Stash>) {
  raiseIf(checkPage(ctx.args));
  const { from, to } = ctx.args.filter ?? {};
  ctx.stash.from = from ? dateTimestamp('from', from) : null;
  ctx.stash.to = to ? dateTimestamp('to', to) : null;
  if (ctx.stash.from && ctx.stash.to && ctx.stash.from > ctx.stash.to) {
    return raise(validationError('from', 'must not be after to'));
  }
  return {};
}

export function response(ctx: Context<QueryListEventsArgs, Stash, { result: Page<ListedEvent> }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
