import type { Context } from '@aws-appsync/utils';
import { answerIncomplete, type Failure } from '../../domain/error.ts';
import type { Event } from '../../domain/event/event.ts';
import type { Registration } from '../../domain/registration/registration.ts';
import type { Viewer } from './viewer.ts';

/** An event with its description, which is not of the event's own item. */
export interface DescribedEvent extends Event {
  description: string | null;
}

/** An event as the API answers it: with the server's time, so that clients can tell how far their clocks are off. */
export type Answered<E extends Event> = E & { serverTime: string };

/** An event of a list, whose fields answer less than those of a single one. */
export interface ListedEvent extends Event {
  isListed: true;
}

/** An event with what was read of the caller beside it. */
export interface ViewedEvent extends Event {
  viewer: Viewer;
}

/** The answer to a mutation: what its fields cannot read does not undo it. */
export interface AnsweredEvent extends Event {
  isAnswer: true;
}

/** The event whose field is asked for, as another resolver has answered it. */
export function parentEvent(ctx: Context): ParentEvent {
  return ctx.source as ParentEvent;
}

type ParentEvent = Answered<Event> & Partial<DescribedEvent & ListedEvent & ViewedEvent & AnsweredEvent>;

/** The event as the answer to a mutation. */
export function answered<E extends Event>(event: E): E & AnsweredEvent {
  return { ...event, isAnswer: true };
}

/** What a field that could not be read says in place of the usual, as a part of the answer to a mutation; else null. */
export function unreadAnswer(ctx: Context): Failure | null {
  const source = ctx.source as { isAnswer?: true } | null;
  return source && source.isAnswer ? answerIncomplete() : null;
}

/** The registration whose field is asked for, as another resolver has answered it. */
export function parentRegistration(ctx: Context): Registration {
  return ctx.source as Registration;
}
