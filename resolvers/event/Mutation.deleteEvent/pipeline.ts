import type { Context } from '@aws-appsync/utils';
import { checkId } from '../../../domain/text.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { Event, MutationDeleteEventArgs } from '../../shared/schema.generated.ts';

/** Deletes an event with nobody in it and answers it as it was. Errors: ValidationError, EventNotFound, Unauthorized, EventNotEmpty, Busy. */
export function request(ctx: Context<MutationDeleteEventArgs>) {
  raiseIf(checkId('eventId', ctx.args.eventId));
  return {};
}

export function response(ctx: Context<MutationDeleteEventArgs>): Event {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.event;
}
