import type { Context } from '@aws-appsync/utils';
import type { Event } from '../../domain/event/event.ts';
import type { Registration } from '../../domain/registration/registration.ts';

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

/** The event whose field is asked for, as another resolver has answered it. */
export function parentEvent(ctx: Context): Event & Partial<DescribedEvent & ListedEvent> {
  return ctx.source as Event & Partial<DescribedEvent & ListedEvent>;
}

/** The registration whose field is asked for, as another resolver has answered it. */
export function parentRegistration(ctx: Context): Registration {
  return ctx.source as Registration;
}
