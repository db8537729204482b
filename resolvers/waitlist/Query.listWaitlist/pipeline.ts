import type { Context } from '@aws-appsync/utils';
import { checkPage } from '../../../domain/page.ts';
import { checkId } from '../../../domain/text.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { ManagedEventStash } from '../../shared/readManagedEvent.ts';
import type { QueryListWaitlistArgs, WaitlistPage } from '../../shared/schema.generated.ts';

/**
 * An event's queue, for who manages it: (1) the event, (2) one page of entries, (3) their people if they are
 * selected. Errors: ValidationError, EventNotFound, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListWaitlistArgs>) {
  raiseIf(checkId('eventId', ctx.args.eventId) ?? checkPage(ctx.args));
  return {};
}

export function response(
  ctx: Context<QueryListWaitlistArgs, ManagedEventStash, { result: WaitlistPage }>,
): WaitlistPage {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
