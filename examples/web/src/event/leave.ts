import {
  isNotRegistered,
  retry,
  UnregisterFromEventDocument,
  type Place,
  type Transport,
  type UnregisterFromEventMutation,
} from 'event-registration-client';

export type Unregistration = NonNullable<UnregisterFromEventMutation['unregisterFromEvent']>;

/**
 * Gives up a seat or a place: the one that the page shows, and never a newer one, nor a seat in place of a place.
 * @returns null where an attempt has done it whose answer was lost, or `Busy` with outcome `UNKNOWN`
 */
export function leave(
  { request }: Transport,
  userId: string,
  { eventId, registrationId, registrationStatus: ifStatus }: Place,
): Promise<Unregistration | null> {
  return retry(
    async () => {
      const { unregisterFromEvent } = await request(UnregisterFromEventDocument, {
        userId,
        eventId,
        registrationId,
        ifStatus,
      });
      return unregisterFromEvent as Unregistration;
    },
    { meansDone: isNotRegistered },
  );
}
