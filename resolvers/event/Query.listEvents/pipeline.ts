import { util, type Context } from '@aws-appsync/utils';
import { validationError } from '../../../domain/error.ts';
import { checkPage } from '../../../domain/page.ts';
import { checkId } from '../../../domain/text.ts';
import { dateTimestamp } from '../../shared/clock.ts';
import type { ListedEvent } from '../../shared/parent.ts';
import { raise, raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { PagedStash } from '../../shared/readEvents.ts';
import type { ViewerStash } from '../../shared/readViewer.ts';
import type { QueryListEventsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';

export interface Stash extends PagedStash, ViewerStash {
  /** The first and the last date of the filter, as timestamps. */
  from: string | null;
  to: string | null;
  /** Whose events, null for everybody's. */
  organizer: string | null;
}

/**
 * Events in order of date: (1) one page of keys from the index, (2) the events themselves, (3) if selected, the
 * caller's registrations for them. Errors: ValidationError, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListEventsArgs, Stash>) {
  const { from, to, organizer } = ctx.args.filter ?? {};
  raiseIf(checkPage(ctx.args) ?? (typeof organizer === 'string' ? checkId('organizer', organizer) : null));
  // Who organizes an event is not for API keys, and a list of somebody's events would tell.
  if (typeof organizer === 'string' && util.authType() === 'API Key Authorization') {
    util.unauthorized();
  }
  ctx.stash.organizer = organizer ?? null;
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
