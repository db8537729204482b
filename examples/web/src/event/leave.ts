import {
  isNotRegistered,
  retry,
  UnregisterFromEventDocument,
  type Transport,
  type UnregisterFromEventMutation,
} from 'event-registration-client';

export type Unregistration = NonNullable<UnregisterFromEventMutation['unregisterFromEvent']>;

/**
 * Gives up a seat or a place.
 * @returns null where an attempt has done it whose answer was lost, or `Busy` with outcome `UNKNOWN`
 */
export function leave({ request }: Transport, userId: string, eventId: string): Promise<Unregistration | null> {
  return retry(
    async () => {
      const { unregisterFromEvent } = await request(UnregisterFromEventDocument, { userId, eventId });
      return unregisterFromEvent as Unregistration;
    },
    { meansDone: isNotRegistered },
  );
}
