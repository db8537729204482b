import { eventView, failed, presentView, publicEventView, registrationView, type ModelAnswer } from './answer.ts';
import { admitFromWaitlist } from './admitFromWaitlist.ts';
import { checkIn, undoCheckIn } from './checkIn.ts';
import { clearEvent, createEvent, deleteEvent } from './eventLife.ts';
import type { Operation, OperationNamed } from './operation.ts';
import { sees } from './permission.ts';
import { registerForEvent } from './registerForEvent.ts';
import { isPresent, registrationOf, type State } from './state.ts';
import { answering, type Progress, type Step } from './step.ts';
import { unregisterFromEvent } from './unregisterFromEvent.ts';
import { updateEvent } from './updateEvent.ts';

/**
 * What a call can do next, given what it did so far; several possibilities where the order of its own reading and
 * writing is not visible, the one that happens when it is alone first.
 * @param registrationId what a registration made by this call is called
 */
export function stepsOf(state: State, operation: Operation, progress: Progress | null, registrationId: string): Step[] {
  switch (operation.name) {
    case 'createUser':
      return createUser(state, operation);
    case 'updateUser':
      return answering(
        state,
        isPresent(state, operation.userId) ? { value: { userId: operation.userId } } : failed('UserNotFound'),
      );
    case 'deleteUser':
      return deleteUser(state, operation);
    case 'createEvent':
      return createEvent(state, operation);
    case 'registerForEvent':
      return registerForEvent(state, operation, progress, registrationId);
    case 'unregisterFromEvent':
      return unregisterFromEvent(state, operation);
    case 'admitFromWaitlist':
      return admitFromWaitlist(state, operation, progress);
    case 'checkIn':
      return checkIn(state, operation, progress);
    case 'undoCheckIn':
      return undoCheckIn(state, operation, progress);
    case 'updateEvent':
      return updateEvent(state, operation, progress);
    case 'deleteEvent':
      return deleteEvent(state, operation, progress);
    case 'clearEvent':
      return clearEvent(state);
    case 'getEvent':
      return answering(state, { value: sees(operation.as, state.event) ? eventView(state) : null });
    case 'getPublicEvent':
      return answering(state, { value: publicEventView(state) });
    case 'getRegistration':
      return answering(state, { value: getRegistration(state, operation) });
    case 'observe':
      return answering(state, observe(state));
  }
}

/** The whole of a call that nothing interrupts. */
export function alone(
  state: State,
  operation: Operation,
  registrationId: string,
): { state: State; answer: ModelAnswer } {
  let progress: Progress | null = null;
  for (let now = state; ;) {
    const [step] = stepsOf(now, operation, progress, registrationId) as [Step];
    if ('answer' in step) {
      return step;
    }
    now = step.state;
    progress = step.progress;
  }
}

function createUser(state: State, { userId }: OperationNamed<'createUser'>): Step[] {
  if (state.users.includes(userId)) {
    return answering(state, failed('UserAlreadyExists'));
  }
  return answering({ ...state, users: [...state.users, userId].sort() }, { value: { userId } });
}

/**
 * Marks the user. What is left of them is given up in the background, as an admin would do it
 * (chaos/cascades.ts); the profile goes after the history.
 */
function deleteUser(state: State, { userId }: OperationNamed<'deleteUser'>): Step[] {
  if (!state.users.includes(userId)) {
    return answering(state, failed('UserNotFound'));
  }
  const erasing = [...state.erasing.filter((one) => one !== userId), userId].sort();
  return answering({ ...state, erasing }, { value: { userId } });
}

function getRegistration(state: State, { userId }: OperationNamed<'getRegistration'>): object | null {
  const own = registrationOf(state, userId);
  return own && presentView(state, own.registration, own.isWaiting);
}

function observe(state: State): ModelAnswer {
  const queue = state.queue.map((one) => registrationView(one, true));
  const seats = state.seats.map((one) => registrationView(one, false));
  return { value: { users: state.users, erasing: state.erasing, event: eventView(state), seats, queue } };
}
