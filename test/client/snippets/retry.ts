import {
  isNotRegistered,
  RegisterForEventDocument,
  retry,
  UnregisterFromEventDocument,
  type Transport,
} from 'event-registration-client';

/** Registers, calling again for as long as the API is busy; every call knows the work of the ones before. */
export async function register({ request }: Pick<Transport, 'request'>, userId: string, eventId: string) {
  const { registerForEvent } = await retry((clientRequestId, isRepeat) =>
    request(RegisterForEventDocument, { userId, eventId, clientRequestId, isRepeat }),
  );
  return registerForEvent;
}

/** Leaves, calling again for as long as the API is busy. */
export async function leave({ request }: Pick<Transport, 'request'>, userId: string, eventId: string) {
  const answer = await retry(() => request(UnregisterFromEventDocument, { userId, eventId }), {
    meansDone: isNotRegistered,
  });
  return answer === null ? 'left before' : 'left';
}
