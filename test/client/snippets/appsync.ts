import { followEvent, GetEventDocument, type EventAndPlace, type View } from 'event-registration-client';
import { appSyncTransport } from 'event-registration-client/appsync';

/** Fetches an event once, with the API key. */
export async function fetchEvent(api: { endpoint: string; apiKey: string }, eventId: string) {
  const { getEvent } = await appSyncTransport(api).request(GetEventDocument, { eventId });
  return getEvent;
}

/** Shows an event and the own place, signed in, until `stop()` of the answer. One transport serves the whole app. */
export function showPlace(
  api: { endpoint: string; getToken: () => Promise<string> },
  { eventId, userId }: { eventId: string; userId: string },
  show: (view: View<EventAndPlace>) => void,
) {
  return followEvent(appSyncTransport(api), { eventId, userId }, show);
}
