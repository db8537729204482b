import { failed, registrationView } from './answer.ts';
import type { OperationNamed } from './operation.ts';
import { manages, sees } from './permission.ts';
import { changed, promoted, queueWithout, registrationOf, seatsWith, type State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';

/**
 * First a look at the event and whether the caller manages it, then at the registration: who waits gets one more seat,
 * if the caller still manages the event, which is live. Who has a seat keeps it.
 */
export function admitFromWaitlist(
  state: State,
  { as, userId }: OperationNamed<'admitFromWaitlist'>,
  progress: Progress | null,
): Step[] {
  const { event } = state;
  const own = registrationOf(state, userId);
  const hasLooked = progress?.kind === 'admitted';
  if (!hasLooked || own?.isWaiting === true) {
    if (!sees(as, event)) {
      return answering(state, failed('EventNotFound'));
    }
    if (!manages(as, event)) {
      return answering(state, failed('Unauthorized'));
    }
  }
  if (!hasLooked) {
    return [{ state, progress: { kind: 'admitted' } }];
  }
  if (own === null) {
    return answering(state, failed('NotRegistered'));
  }
  if (!own.isWaiting || event === null) {
    return answering(state, { value: registrationView(own.registration, false) });
  }
  if (event.status === 'CANCELLED') {
    return answering(state, failed('EventNotOpen', 'CANCELLED'));
  }
  const seats = promoted([own.registration]);
  const [registration = own.registration] = seats;
  const after = changed(
    state,
    { seats: seatsWith(state, seats), queue: queueWithout(state, userId) },
    { capacity: event.capacity + 1, editedVersion: event.version + 1 },
  );
  return answering(after, { value: registrationView(registration, false) });
}
