import { eventView, failed, type ModelAnswer } from './answer.ts';
import type { OperationNamed, Patch, Status } from './operation.ts';
import { manages, sees } from './permission.ts';
import { changed, isLive, promoted, seatsWith, type EventState, type State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';
import { disorderOf, disorderWithin } from './times.ts';

const PEOPLE_PER_STEP = 49;
const FROM: Record<Status, Status[]> = {
  DRAFT: ['DRAFT'],
  OPEN: ['DRAFT', 'OPEN', 'CLOSED'],
  CLOSED: ['OPEN', 'CLOSED'],
  CANCELLED: ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'],
};

/**
 * All at once, then a look at the event; only a capacity raised with people waiting goes by steps, each promoting some,
 * with the other fields in the first (docs/design.md#changing-an-event). Others may act between the steps.
 */
export function updateEvent(
  state: State,
  { as, patch }: OperationNamed<'updateEvent'>,
  progress: Progress | null,
): Step[] {
  if (progress?.kind === 'reading') {
    return answering(state, state.event === null ? failed('EventNotFound') : { value: eventView(state) });
  }
  const contradiction = disorderWithin(patch);
  if (contradiction !== null) {
    return answering(state, failed('ValidationError', contradiction));
  }
  const isRaising = progress?.kind === 'raising';
  const rest = isRaising ? progress.patch : patch;
  const { event } = state;
  if (isRaising && event !== null && event.capacity >= (rest.capacity ?? 0)) {
    return answering(state, { value: eventView(state) });
  }
  if (!sees(as, event)) {
    return answering(state, failed('EventNotFound'));
  }
  const refusal = refuse(state, event, as, rest);
  if (refusal !== null) {
    return answering(state, refusal);
  }
  const isLiveThen = isLive({ ...event, status: rest.status ?? event.status });
  const more = (rest.capacity ?? 0) - event.capacity;
  if (!isLiveThen || more <= 0 || state.queue.length === 0) {
    return [{ state: changed(state, {}, settled(event, rest)), progress: { kind: 'reading' } }];
  }
  const most = Math.min(PEOPLE_PER_STEP, more, state.queue.length);
  return Array.from({ length: most }, (_, fewer) => raise(state, event, rest, most - fewer));
}

function refuse(
  state: State,
  event: EventState,
  as: OperationNamed<'updateEvent'>['as'],
  patch: Patch,
): ModelAnswer | null {
  const { status, capacity } = patch;
  if (!manages(as, event)) {
    return failed('Unauthorized');
  }
  if (event.editedVersion > (patch.ifVersion ?? Infinity)) {
    return failed('EventChanged');
  }
  if (status !== undefined && !FROM[status].includes(event.status)) {
    return failed('ValidationError', event.status);
  }
  const disorder = disorderOf(event, patch);
  if (disorder !== null) {
    return failed('ValidationError', disorder);
  }
  return capacity !== undefined && capacity < state.seats.length
    ? failed('CapacityBelowRegistrations', state.seats.length)
    : null;
}

/** What a patch sets: opening makes the event public. */
function settled(event: EventState, { ifVersion: _, ...patch }: Patch): Partial<EventState> {
  const editedVersion = Object.keys(patch).length > 0 ? event.version + 1 : event.editedVersion;
  return { ...patch, editedVersion, isPublic: event.isPublic || patch.status === 'OPEN' };
}

/** One step. Fewer than possible move up if people joined after the step was planned. */
function raise(state: State, event: EventState, patch: Patch, count: number): Step {
  const heads = state.queue.slice(0, count);
  const change = { seats: seatsWith(state, promoted(heads)), queue: state.queue.slice(count) };
  const after = changed(state, change, settled(event, { ...patch, capacity: event.capacity + count }));
  return { state: after, progress: { kind: 'raising', patch: { capacity: patch.capacity } } };
}
