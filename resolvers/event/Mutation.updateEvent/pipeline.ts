import { util, type Context } from '@aws-appsync/utils';
import { checkEventValues, checkNoNulls } from '../../../domain/event/input.ts';
import { callerOf } from '../../shared/caller.ts';
import { dateTimestamp } from '../../shared/clock.ts';
import { deadlineMs } from '../../shared/promoteFromWaitlist.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { Event, MutationUpdateEventArgs } from '../../shared/schema.generated.ts';

/**
 * Changes what the input mentions: (1) in one transaction; (2) through the Lambda if people must be promoted or others write at
 * the same time; (3) reads the event as it is then.
 * Errors: ValidationError, EventNotFound, Unauthorized, CapacityBelowRegistrations, Busy.
 */
export function request(ctx: Context<MutationUpdateEventArgs>) {
  const { eventId, ...patch } = ctx.args.input;
  raiseIf(
    checkEventValues(ctx.args.input) ??
      checkNoNulls(ctx.args.input, ['title', 'date', 'capacity', 'waitlistEnabled', 'status', 'organizer']),
  );
  const caller = callerOf(ctx);
  const date = patch.date ? { date: dateTimestamp('date', patch.date) } : {};
  if (patch.organizer && patch.organizer !== caller.username && !caller.isUnrestricted) {
    util.unauthorized();
  }
  ctx.stash.eventId = eventId;
  ctx.stash.patch = { ...patch, ...date };
  ctx.stash.deadlineMs = deadlineMs();
  return {};
}

export function response(ctx: Context<MutationUpdateEventArgs>): Event {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.event;
}
