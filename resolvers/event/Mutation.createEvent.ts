import { util, type Context } from '@aws-appsync/utils';
import type { Caller } from '../../domain/caller.ts';
import { createEvent, explainCreateEvent, newEvent, type NewEvent } from '../../domain/event/createEvent.ts';
import { checkEventValues, checkNoNulls } from '../../domain/event/input.ts';
import { callerOf } from '../shared/caller.ts';
import { currentTimestamp, dateTimestamp } from '../shared/clock.ts';
import { answered } from '../shared/parent.ts';
import { raiseIf, raiseWriteFailure, reasonsOf } from '../shared/raise.ts';
import type { CreateEventInput, Event, MutationCreateEventArgs } from '../shared/schema.generated.ts';
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
  const date = dateTimestamp('date', input.date);
  if (input.organizer && input.organizer !== caller.username && !caller.isUnrestricted) {
    util.unauthorized();
  }
  ctx.stash.event = complete(input, date, caller);
  raiseIf(checkEventValues({ organizer: ctx.stash.event.organizer }));
  ctx.stash.now = currentTimestamp();
  return transact(ctx, createEvent(ctx.stash.event, ctx.stash.now));
}

export function response(ctx: Context<MutationCreateEventArgs, Stash>): Event {
  if (ctx.error) {
    return raiseWriteFailure(ctx, explainCreateEvent(ctx.stash.event, callerOf(ctx), reasonsOf(ctx) ?? []));
  }
  return answered(newEvent(ctx.stash.event, ctx.stash.now));
}

/** The event with what the input leaves out. */
function complete(input: CreateEventInput, date: string, caller: Caller): NewEvent {
  return {
    eventId: input.eventId ?? util.autoUlid(),
    title: input.title,
    description: input.description ?? null,
    date,
    location: input.location ?? null,
    capacity: input.capacity,
    organizer: input.organizer ?? caller.username,
    status: input.status ?? 'OPEN',
    waitlistEnabled: input.waitlistEnabled ?? true,
  };
}
