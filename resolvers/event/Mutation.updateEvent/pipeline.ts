import { util, type Context } from '@aws-appsync/utils';
import type { Event } from '../../../domain/event/event.ts';
import { checkEventValues, checkNoNulls } from '../../../domain/event/input.ts';
import { checkOrder, NO_TIMES } from '../../../domain/event/order.ts';
import type { EventPatch } from '../../../domain/event/updateEvent.ts';
import { callerOf } from '../../shared/caller.ts';
import { asOfNow, dateTimestamp, optionalTimestamp } from '../../shared/clock.ts';
import { answered, type Answered } from '../../shared/parent.ts';
import { raiseIf, raiseUnexpected } from '../../shared/raise.ts';
import type { MutationUpdateEventArgs } from '../../shared/schema.generated.ts';
import { deadlineMs, type SettlingStash } from '../../shared/settle.ts';

export interface Stash extends SettlingStash {
  eventId: string;
  patch: EventPatch;
  /** Whether (1) has made the change, so that only the answer is missing. */
  isWritten: boolean;
  /** The answer, null until it is known. */
  event: Event | null;
}

/**
 * Changes what the input mentions: (1) in one transaction; (2) through the Lambda if people must be promoted or others
 * write at the same time; (3) reads the event as it is then. Errors: ValidationError, EventNotFound, Unauthorized,
 * EventChanged, CapacityBelowRegistrations, Busy.
 */
export function request(ctx: Context<MutationUpdateEventArgs, Stash>) {
  const { eventId, ifVersion, ...patch } = ctx.args.input;
  raiseIf(
    checkEventValues(ctx.args.input) ??
      checkNoNulls(ctx.args.input, ['title', 'date', 'capacity', 'waitlistEnabled', 'status', 'organizer']),
  );
  const caller = callerOf(ctx);
  const { endsAt, registrationOpensAt, registrationClosesAt } = patch;
  const times = {
    ...(patch.date ? { date: dateTimestamp('date', patch.date) } : {}),
    ...(endsAt === undefined ? {} : { endsAt: optionalTimestamp('endsAt', endsAt) }),
    ...(registrationOpensAt === undefined
      ? {}
      : { registrationOpensAt: optionalTimestamp('registrationOpensAt', registrationOpensAt) }),
    ...(registrationClosesAt === undefined
      ? {}
      : { registrationClosesAt: optionalTimestamp('registrationClosesAt', registrationClosesAt) }),
  };
  raiseIf(checkOrder(NO_TIMES, times));
  if (patch.organizer && patch.organizer !== caller.username && !caller.isUnrestricted) {
    util.unauthorized();
  }
  ctx.stash.eventId = eventId;
  // No nulls are left but those that clear.
  ctx.stash.patch = { ...patch, ...times, ...(typeof ifVersion === 'number' ? { ifVersion } : {}) } as EventPatch;
  ctx.stash.deadlineMs = deadlineMs();
  ctx.stash.effect = 'NOT_MADE';
  ctx.stash.isWritten = false;
  ctx.stash.event = null;
  return {};
}

export function response(ctx: Context<MutationUpdateEventArgs, Stash>): Answered<Event> | null {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.stash.event && answered(asOfNow(ctx.stash.event));
}
