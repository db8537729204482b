import { failed, presentView, registrationView, standingView, type ModelAnswer } from './answer.ts';
import type { Manager, OperationNamed } from './operation.ts';
import { manages, sees } from './permission.ts';
import { changed, isPresent, registrationOf, seatsWith, type EventState, type State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';
import { isWithin } from './times.ts';

/** A seat if one is free and nobody waits, else the end of the queue. */
export function registerForEvent(
  state: State,
  operation: OperationNamed<'registerForEvent'>,
  progress: Progress | null,
  registrationId: string,
): Step[] {
  const { userId, as } = operation;
  const own = registrationOf(state, userId);
  if (progress?.kind === 'looking') {
    const isStillThere = own !== null && own.registration.registrationId === progress.registrationId;
    return answering(state, {
      value: isStillThere ? presentView(state, own.registration, own.isWaiting) : progress.found,
    });
  }
  if (progress?.kind === 'joined') {
    const isPromoted = own !== null && !own.isWaiting && own.registration.registrationId === progress.registrationId;
    return isPromoted ? answering(state, { value: registrationView(own.registration, false) }) : [];
  }
  if (as !== 'self' && as !== 'admin') {
    const refusal = refuseOrganizer(as, state.event);
    if (refusal !== null) {
      return answering(state, refusal);
    }
  }
  if (own !== null) {
    const found = registrationView(own.registration, own.isWaiting);
    if (own.registration.registrationId !== registrationId) {
      return answering(state, failed('AlreadyRegistered', standingView(own.registration, own.isWaiting)));
    }
    return own.isWaiting
      ? [{ state, progress: { kind: 'looking', found, registrationId } }]
      : answering(state, { value: found });
  }
  if (!isPresent(state, userId)) {
    return answering(state, failed('UserNotFound'));
  }
  const { event } = state;
  if (!sees(as, event)) {
    return answering(state, failed('EventNotFound'));
  }
  if (event.status !== 'OPEN' || !isWithin(event)) {
    return answering(state, failed('EventNotOpen', event.status));
  }
  const isFree = state.seats.length < event.capacity && state.queue.length === 0;
  if (!isFree && !event.waitlistEnabled) {
    return answering(state, failed('EventFull', event.capacity));
  }
  const joinedPosition = isFree ? null : state.queue.length + 1;
  const registration = { userId, registrationId, joinedPosition, isPromoted: false, checkedInAt: null };
  const after = changed(
    state,
    isFree ? { seats: seatsWith(state, [registration]) } : { queue: [...state.queue, registration] },
  );
  const joined: Step[] = isFree ? [] : [{ state: after, progress: { kind: 'joined', registrationId } }];
  return [...answering(after, { value: presentView(after, registration, !isFree) }), ...joined];
}

/** Who acts for others as the event's organizer must be it before anything else is told. */
function refuseOrganizer(as: Manager, event: EventState | null): ModelAnswer | null {
  if (!sees(as, event)) {
    return failed('EventNotFound');
  }
  return manages(as, event) ? null : failed('Unauthorized');
}
