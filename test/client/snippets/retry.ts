import {
  isNotRegistered,
  RegisterForEventDocument,
  retry,
  UnregisterFromEventDocument,
  type Place,
  type Transport,
} from 'event-registration-client';

/** Registers, calling again for as long as the API is busy; every call knows the work of the ones before. */
export async function register({ request }: Pick<Transport, 'request'>, userId: string, eventId: string) {
  const { registerForEvent } = await retry((clientRequestId, isRepeat) =>
    request(RegisterForEventDocument, { userId, eventId, clientRequestId, isRepeat }),
  );
  return registerForEvent;
}

/** Gives up the seat or the place that the page shows, and never a newer one, calling again while the API is busy. */
export async function leave({ request }: Pick<Transport, 'request'>, shown: Place) {
  const { eventId, registrationId, registrationStatus: ifStatus } = shown;
  const answer = await retry(() => request(UnregisterFromEventDocument, { eventId, registrationId, ifStatus }), {
    meansDone: isNotRegistered,
  });
  return answer === null ? 'left before' : 'left';
}
