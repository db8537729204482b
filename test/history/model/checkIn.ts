import { failed, registrationView } from './answer.ts';
import type { OperationNamed } from './operation.ts';
import { manages, sees } from './permission.ts';
import { registrationOf, seatsWith, type Registration, type State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';

type CheckedIn = Registration['checkedInAt'];
const IN_ORDER: CheckedIn[] = ['early', 'late', 'now'];

/** Somebody with a seat has come; the earliest scan counts. */
export function checkIn(state: State, operation: OperationNamed<'checkIn'>, progress: Progress | null): Step[] {
  const { at = 'now' } = operation;
  return atDoor(state, operation, progress, (before) =>
    before === null || IN_ORDER.indexOf(at) < IN_ORDER.indexOf(before) ? at : before,
  );
}

/** They have not come after all. */
export function undoCheckIn(state: State, operation: OperationNamed<'undoCheckIn'>, progress: Progress | null): Step[] {
  return atDoor(state, operation, progress, () => null);
}

/** First a look at the event and who may let people in, then a change of the registration alone. */
function atDoor(
  state: State,
  { as, userId }: OperationNamed<'checkIn' | 'undoCheckIn'>,
  progress: Progress | null,
  change: (before: CheckedIn) => CheckedIn,
): Step[] {
  if (progress?.kind !== 'admitted') {
    if (!sees(as, state.event)) {
      return answering(state, failed('EventNotFound'));
    }
    return as === 'door' || manages(as, state.event)
      ? [{ state, progress: { kind: 'admitted' } }]
      : answering(state, failed('Unauthorized'));
  }
  const own = registrationOf(state, userId);
  if (own === null) {
    return answering(state, failed('NotRegistered'));
  }
  if (own.isWaiting) {
    return answering(state, failed('RegistrationStatusChanged', [own.registration.registrationId, 'WAITLISTED']));
  }
  const registration = { ...own.registration, checkedInAt: change(own.registration.checkedInAt) };
  const after = { ...state, seats: seatsWith(state, [registration], userId) };
  return answering(after, { value: registrationView(registration, false) });
}
