import type { Context } from '@aws-appsync/utils';
import { checkId } from '../../../domain/text.ts';
import { asOfNow } from '../../shared/clock.ts';
import type { DeletionStash } from '../../shared/deleteEvent.ts';
import { answered, type Answered, type DescribedEvent } from '../../shared/parent.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationDeleteEventArgs } from '../../shared/schema.generated.ts';

/**
 * Deletes an event with nobody in it and answers it as it was; or marks a cancelled one, and answers it as it is.
 * Errors: ValidationError, EventNotFound, Unauthorized, EventNotEmpty, Busy.
 */
export function request(ctx: Context<MutationDeleteEventArgs, DeletionStash>) {
  raiseIf(checkId('eventId', ctx.args.eventId));
  return {};
}

export function response(ctx: Context<MutationDeleteEventArgs, DeletionStash>): Answered<DescribedEvent> {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return answered(asOfNow(ctx.stash.event));
}
