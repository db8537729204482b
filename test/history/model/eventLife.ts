import { eventView, failed, storedView } from './answer.ts';
import { UNLIMITED, type OperationNamed } from './operation.ts';
import { manages, sees } from './permission.ts';
import { disorderOf } from './times.ts';
import type { Registration, State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';

/** What an error shows of an event that the caller may not see. */
const HIDDEN = { isSameOrganizer: false, event: null };

/** A new event without anybody, unless there is one, or one of another organizer was deleted. */
export function createEvent(state: State, operation: OperationNamed<'createEvent'>): Step[] {
  const disorder = disorderOf(UNLIMITED, operation);
  if (disorder !== null) {
    return answering(state, failed('ValidationError', disorder));
  }
  if (state.event !== null) {
    const seen = sees(operation.as, state.event) ? storedView(state, operation.as) : HIDDEN;
    return answering(state, failed('EventAlreadyExists', seen));
  }
  if (state.deletedOf !== null && state.deletedOf !== operation.as) {
    return answering(state, failed('EventAlreadyExists', HIDDEN));
  }
  const { name: _, as: organizer, status, ...told } = operation;
  const settings = { ...UNLIMITED, ...told, status, isPublic: status !== 'DRAFT' };
  const after = {
    ...state,
    deletedOf: null,
    event: { ...settings, organizer, version: 1, editedVersion: 1, waitlistVersion: 1, isMarked: false },
  };
  return answering(after, { value: eventView(after) });
}

/**
 * First a look at what will be answered, then the deletion, if nobody is registered or waiting. A cancelled event that
 * had people in it at the look is marked, and read.
 */
export function deleteEvent(state: State, { as }: OperationNamed<'deleteEvent'>, progress: Progress | null): Step[] {
  if (progress?.kind === 'marked') {
    return answering(state, { value: state.event === null ? progress.seen : eventView(state) });
  }
  if (progress?.kind !== 'deleting') {
    return [{ state, progress: { kind: 'deleting', seen: eventView(state) } }];
  }
  if (!sees(as, state.event)) {
    return answering(state, failed('EventNotFound'));
  }
  if (!manages(as, state.event)) {
    return answering(state, failed('Unauthorized'));
  }
  const seen = progress.seen as { status: string; currentRegistrations: number; waitlistCount: number } | null;
  const isMarking = seen?.status === 'CANCELLED' && seen.currentRegistrations + seen.waitlistCount > 0;
  if (isMarking && state.event.status === 'CANCELLED') {
    const event = { ...state.event, version: state.event.version + 1, isMarked: true };
    return [{ state: { ...state, event }, progress: { kind: 'marked', seen } }];
  }
  if (state.seats.length > 0 || state.queue.length > 0) {
    return answering(state, failed('EventNotEmpty', [state.seats.length, state.queue.length]));
  }
  // What was to be marked is gone, and another event has the id: Busy.
  return isMarking
    ? []
    : answering({ ...state, event: null, deletedOf: state.event.organizer }, { value: progress.seen });
}

/**
 * Takes people out of an event that is marked, some at a time: whom the index knows. Nobody is promoted. The event goes
 * last.
 */
export function clearEvent(state: State): Step[] {
  const { event, seats, queue } = state;
  if (event?.isMarked !== true) {
    return answering(state, { value: null });
  }
  if (seats.length + queue.length === 0) {
    return answering({ ...state, event: null, deletedOf: event.organizer }, { value: null });
  }
  return subsetsOf([...seats, ...queue]).map((cleared): Step => {
    const [keptSeats, kept] = [without(seats, cleared), without(queue, cleared)];
    const waitlistVersion = event.waitlistVersion + queue.length - kept.length;
    const after = { ...event, version: event.version + 1, waitlistVersion };
    return { state: { ...state, seats: keptSeats, queue: kept, event: after }, progress: { kind: 'clearing' } };
  });
}

function without(some: readonly Registration[], gone: readonly Registration[]): Registration[] {
  return some.filter((one) => !gone.includes(one));
}

/** All but the empty one, the whole first. */
function subsetsOf<T>(all: readonly T[]): T[][] {
  const count = 2 ** all.length - 1;
  return Array.from({ length: count }, (_, n) => all.filter((__, bit) => (count - n) & (1 << bit)));
}
