import type { ModelAnswer } from './answer.ts';
import type { Patch } from './operation.ts';
import type { State } from './state.ts';

/** What a call remembers between the instants at which it takes effect or looks. */
export type Progress =
  /** registerForEvent has found what the same request made before, waiting, and looks for its place. */
  | { kind: 'looking'; found: object; registrationId: string }
  /** registerForEvent has joined the queue in the event's lane, and looks later at what it has got. */
  | { kind: 'joined'; registrationId: string }
  /** updateEvent has promoted people and goes on; or has written all, and reads. */
  | { kind: 'raising'; patch: Patch }
  | { kind: 'reading' }
  /** checkIn, undoCheckIn or admitFromWaitlist has read the event, and whoever calls may let people in. */
  | { kind: 'admitted' }
  /** deleteEvent has read what it will answer. */
  | { kind: 'deleting'; seen: unknown }
  /** clearEvent has taken somebody out. */
  | { kind: 'clearing' }
  /** deleteEvent has marked a cancelled event with people in it, and reads it. */
  | { kind: 'marked'; seen: unknown }
  /**
   * registerForEvent has taken effect, the answer was lost, and it decides afresh
   * (docs/design.md#retries-and-promises).
   */
  | { kind: 'repeating' };

/** One instant of a call: the state after it, and either the answer or how it goes on. */
export type Step = { state: State; answer: ModelAnswer } | { state: State; progress: Progress };

/** The call ends without having changed anything. */
export const answering = (state: State, answer: ModelAnswer): Step[] => [{ state, answer }];
