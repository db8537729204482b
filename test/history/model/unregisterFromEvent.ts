import { failed } from './answer.ts';
import type { OperationNamed } from './operation.ts';
import { mayActFor, sees, manages } from './permission.ts';
import { changed, isLive, promoted, queueWithout, registrationOf, seatsWith, type State } from './state.ts';
import { answering, type Step } from './step.ts';

/**
 * A place in the queue is given up; a seat goes to the head of the queue of a live event, or becomes free. What is not
 * the registration that was meant, or has another status, stays.
 */
export function unregisterFromEvent(
  state: State,
  { as, userId, registrationId, ifStatus }: OperationNamed<'unregisterFromEvent'>,
): Step[] {
  const { event } = state;
  if (!sees(as, event)) {
    return answering(state, failed('EventNotFound'));
  }
  if (!mayActFor(as, event)) {
    return answering(state, failed('Unauthorized'));
  }
  const own = registrationOf(state, userId);
  if (own === null || (registrationId ?? own.registration.registrationId) !== own.registration.registrationId) {
    return answering(state, failed('NotRegistered'));
  }
  const status = own.isWaiting ? 'WAITLISTED' : 'REGISTERED';
  if ((ifStatus ?? status) !== status) {
    return answering(state, failed('RegistrationStatusChanged', [own.registration.registrationId, status]));
  }
  const answer = { userId, registrationStatus: 'REGISTERED', promoted: false, promotedUserId: null };
  if (own.isWaiting) {
    return answering(changed(state, { queue: queueWithout(state, userId) }), {
      value: { ...answer, registrationStatus: 'WAITLISTED' },
    });
  }
  if (own.registration.checkedInAt !== null) {
    return answering(state, failed('AlreadyCheckedIn', own.registration.checkedInAt));
  }
  const [head, ...queue] = state.queue;
  if (head === undefined || !isLive(event)) {
    return answering(changed(state, { seats: seatsWith(state, [], userId) }), { value: answer });
  }
  const promotedUserId = manages(as, event) ? head.userId : null;
  const after = changed(state, { queue, seats: seatsWith(state, promoted([head]), userId) });
  return answering(after, { value: { ...answer, promoted: true, promotedUserId } });
}
