import { followEvent, type EventAndPlace, type Transport } from '../../client/followEvent.ts';

/** Follows the event of the story as bo until it is live, and answers what bo then sees. */
export async function followUntilLive(transport: Transport): Promise<object> {
  const page = await new Promise<EventAndPlace>((resolve) => {
    const following = followEvent(transport, { eventId: 'yoga', userId: 'bo' }, ({ state, isLive }) => {
      if (!isLive || state === undefined) return;
      queueMicrotask(() => following.stop());
      resolve(state);
    });
  });
  return { seatsTaken: page.event?.currentRegistrations, status: page.place?.registrationStatus };
}

/** What bo sees after the story: the only seat, which is bo's. */
export const FOLLOWED = { seatsTaken: 1, status: 'REGISTERED' };
