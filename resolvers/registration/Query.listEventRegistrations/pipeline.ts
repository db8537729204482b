import type { Context } from '@aws-appsync/utils';
import { checkPage } from '../../../domain/page.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import { checkId } from '../../../domain/text.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { PagedStash } from '../../shared/readEvents.ts';
import type { PeopleStash } from '../../shared/readUsers.ts';
import type { ManagedEventStash } from '../../shared/readManagedEvent.ts';
import type { QueryListEventRegistrationsArgs } from '../../shared/schema.generated.ts';
import type { Page } from '../../shared/table.ts';
import type { Viewer } from '../../shared/viewer.ts';

export interface Stash extends ManagedEventStash, PagedStash, PeopleStash {
  /** Whether the caller's registration and profile are read beside the event, */
  withViewer: boolean;
  /** and what they are. */
  viewer?: Viewer;
}

/**
 * An event's registrations, for who manages it: (1) the event, (2) one page of index entries, (3) the registrations
 * themselves, (4) their people if they are selected. Errors: ValidationError, EventNotFound, Unauthorized, Busy.
 */
export function request(ctx: Context<QueryListEventRegistrationsArgs>) {
  raiseIf(checkId('eventId', ctx.args.eventId) ?? checkPage(ctx.args));
  return {};
}

export function response(ctx: Context<QueryListEventRegistrationsArgs, Stash, { result: Page<Registration> }>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.prev.result;
}
