import type { Manager } from './operation.ts';
import type { Registration, State } from './state.ts';

/** What a call answers, reduced to what the model knows: no times. A text that begins with `*` stands for any text. */
export type ModelAnswer = { value: unknown } | { errorType: string; info?: unknown };

export const failed = (errorType: string, info?: unknown): ModelAnswer =>
  info === undefined ? { errorType } : { errorType, info };

/** The event as calls answer it. */
export function eventView({ event, seats, queue }: State): unknown {
  if (event === null) {
    return null;
  }
  const { isPublic: _, editedVersion: __, isMarked: ___, ...shown } = event;
  return { ...shown, currentRegistrations: seats.length, waitlistCount: queue.length };
}

/** The event as everybody sees it, without its organizer. */
export function publicEventView(state: State): unknown {
  return state.event?.isPublic === true ? { ...(eventView(state) as object), organizer: undefined } : null;
}

/** A registration without its place. */
export function registrationView(registration: Registration, isWaiting: boolean): object {
  return { ...registration, registrationStatus: isWaiting ? 'WAITLISTED' : 'REGISTERED', ...NO_PLACE };
}

/** A registration as errors show it: they name nobody. */
export const standingView = ({ userId: _, ...shown }: Registration, isWaiting: boolean): object => ({
  ...shown,
  registrationStatus: isWaiting ? 'WAITLISTED' : 'REGISTERED',
  ...NO_PLACE,
});

/** The event as errors show it to somebody who asked for one of this organizer; they name nobody. */
export function storedView(state: State, organizer: Manager): unknown {
  const { organizer: stored, ...event } = eventView(state) as { organizer: Manager };
  return { isSameOrganizer: stored === organizer, event };
}

const NO_PLACE = { position: null, waitlistCount: null, waitlistVersion: null };

/** A registration as it is now, a waiting one with its place. */
export function presentView(state: State, registration: Registration, isWaiting: boolean): object {
  const place = {
    position: state.queue.findIndex(({ userId }) => userId === registration.userId) + 1,
    waitlistCount: state.queue.length,
    waitlistVersion: state.event?.waitlistVersion,
  };
  return { ...registrationView(registration, isWaiting), ...(isWaiting ? place : {}) };
}

/** Whether an answer is what the model expects. */
export function matches(expected: unknown, actual: unknown): boolean {
  if (expected === actual || (typeof expected === 'string' && typeof actual === 'string' && expected.startsWith('*'))) {
    return true;
  }
  if (typeof expected !== 'object' || typeof actual !== 'object' || expected === null || actual === null) {
    return false;
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].every((key) =>
    matches((expected as Record<string, unknown>)[key], (actual as Record<string, unknown>)[key]),
  );
}
