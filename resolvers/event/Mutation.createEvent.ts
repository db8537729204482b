import { util, type Context } from '@aws-appsync/utils';
import type { Caller } from '../../domain/caller.ts';
import { createEvent, explainCreateEvent, newEvent, type NewEvent } from '../../domain/event/createEvent.ts';
import { checkEventValues, checkNoNulls } from '../../domain/event/input.ts';
import { checkOrder, NO_TIMES } from '../../domain/event/order.ts';
import { callerOf } from '../shared/caller.ts';
import { asOfNow, currentTimestamp, dateTimestamp, optionalTimestamp } from '../shared/clock.ts';
import { answered, type Answered, type DescribedEvent } from '../shared/parent.ts';
import { raiseIf, raiseWriteFailure, reasonsOf } from '../shared/raise.ts';
import type { CreateEventInput, MutationCreateEventArgs } from '../shared/schema.generated.ts';
import { transact } from '../shared/table.ts';

interface Stash {
  event: NewEvent;
  now: string;
}

/**
 * Creates an event; an organizer becomes its organizer. Errors: ValidationError, Unauthorized, EventAlreadyExists,
 * Busy.
 */
export function request(ctx: Context<MutationCreateEventArgs, Stash>) {
  const { input } = ctx.args;
  const caller = callerOf(ctx);
  raiseIf(checkEventValues(input) ?? checkNoNulls(input, ['waitlistEnabled', 'status']));
  if (input.organizer && input.organizer !== caller.username && !caller.isUnrestricted) {
    util.unauthorized();
  }
  ctx.stash.event = complete(input, caller);
  raiseIf(checkOrder(NO_TIMES, ctx.stash.event));
  raiseIf(checkEventValues({ organizer: ctx.stash.event.organizer }));
  ctx.stash.now = currentTimestamp();
  return transact(ctx, createEvent(ctx.stash.event, ctx.stash.now));
}

export function response(ctx: Context<MutationCreateEventArgs, Stash>): Answered<DescribedEvent> {
  if (ctx.error) {
    return raiseWriteFailure(ctx, explainCreateEvent(ctx.stash.event, callerOf(ctx), reasonsOf(ctx) ?? []));
  }
  return answered(asOfNow(newEvent(ctx.stash.event, ctx.stash.now)));
}

/** With every field named, so that none is forgotten. */
type Complete<T> = { [Field in keyof Required<T>]: T[Field] };

/** The event with what the input leaves out. */
function complete(input: CreateEventInput, caller: Caller): Complete<NewEvent> {
  return {
    eventId: input.eventId ?? util.autoUlid(),
    title: input.title,
    description: input.description ?? null,
    date: dateTimestamp('date', input.date),
    endsAt: optionalTimestamp('endsAt', input.endsAt),
    timeZone: input.timeZone,
    location: input.location ?? null,
    capacity: input.capacity,
    organizer: input.organizer ?? caller.username,
    status: input.status ?? 'OPEN',
    registrationOpensAt: optionalTimestamp('registrationOpensAt', input.registrationOpensAt),
    registrationClosesAt: optionalTimestamp('registrationClosesAt', input.registrationClosesAt),
    waitlistEnabled: input.waitlistEnabled ?? true,
  };
}
