import type { Actor, Doorkeeper, Manager } from './operation.ts';
import type { EventState } from './state.ts';

/** What was never public is seen by its organizer and admins only. */
export function sees(actor: Actor | Doorkeeper, event: EventState | null): event is EventState {
  return event !== null && (event.isPublic || manages(actor, event));
}

/** Admins manage every event, organizers their own. */
export function manages(actor: Actor | Doorkeeper, event: EventState): boolean {
  return actor === 'admin' || actor === event.organizer;
}

/** Users act for themselves, managers for others. */
export function mayActFor(actor: Actor, event: EventState): boolean {
  return actor === 'self' || manages(actor as Manager, event);
}
