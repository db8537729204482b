import type { Context } from '@aws-appsync/utils';
import type { EventItem } from '../../../domain/item.ts';
import { checkId } from '../../../domain/text.ts';
import { asOfNow } from '../../shared/clock.ts';
import { answered, type Answered, type DescribedEvent } from '../../shared/parent.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';

export interface Stash {
  /** The event as (1) has read it. */
  read: EventItem;
  /** Whether (2) has marked it, to be deleted with the people in it. */
  isMarked?: boolean;
  /** The same with its description, for the answer. */
  event: DescribedEvent;
}

/**
 * Deletes an event with nobody in it and answers it as it was; or marks a cancelled one, and answers it as it is.
 * Errors: ValidationError, EventNotFound, Unauthorized, EventNotEmpty, Busy.
 */
export function request(ctx: Context<MutationDeleteEventArgs, Stash>) {
  raiseIf(checkId('eventId', ctx.args.eventId));
  return {};
}

export function response(ctx: Context<MutationDeleteEventArgs, Stash>): Answered<DescribedEvent> {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return answered(asOfNow(ctx.stash.event));
}
