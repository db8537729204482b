import {
  applyEventChange,
  follow,
  GetEventAsViewerDocument,
  ListEventRegistrationsDocument,
  ListWaitlistDocument,
  OnEventChangedDocument,
} from 'event-registration-client';
import type { EventChange, FollowedEvent, Following, Transport, View } from 'event-registration-client';

/** An event and its people, as its organizer sees them: at most 100 of each, the most of one page. */
export interface EventPeople {
  event: FollowedEvent | null;
  seated: { userId: string; since: string | null }[];
  waiting: { userId: string; since: string | null }[];
}

const LIMIT = 100;

/** Follows them: every change of the event is a reason to read the lists again. */
export function followEventPeople(
  { request, listen }: Transport,
  eventId: string,
  show: (view: View<EventPeople>) => void,
): Following<EventPeople> {
  return follow<EventPeople, EventChange>({
    subscribe: (listener) =>
      listen(
        OnEventChangedDocument,
        { eventId },
        { ...listener, next: ({ onEventChanged }) => onEventChanged && listener.next(onEventChanged) },
      ),
    async fetch() {
      const [{ getEvent: event }, { listEventRegistrations: registrations }, { listWaitlist: queue }] =
        await Promise.all([
          request(GetEventAsViewerDocument, { eventId }),
          request(ListEventRegistrationsDocument, { eventId, limit: LIMIT }),
          request(ListWaitlistDocument, { eventId, limit: LIMIT }),
        ]);
      return {
        event,
        seated: (registrations?.items ?? []).flatMap(({ userId, registrationStatus, registeredAt: since }) =>
          registrationStatus === 'REGISTERED' ? [{ userId, since }] : [],
        ),
        waiting: (queue?.items ?? []).map(({ userId, waitlistedAt: since }) => ({ userId, since })),
      };
    },
    apply: (people, change) =>
      people.event !== null && applyEventChange(people.event, change) === people.event ? people : 'refetch',
    show,
  });
}
