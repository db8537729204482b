import {
  applyEventChange,
  follow,
  GetEventAsViewerDocument,
  ListEventRegistrationsWithUsersDocument,
  ListWaitlistWithUsersDocument,
  OnEventChangedDocument,
  type EventChange,
  type FollowedEvent,
  type Following,
  type Transport,
  type View,
} from 'event-registration-client';

/** An event and its people, as its organizer sees them: at most 100 of each, the most of one page. */
export interface EventPeople {
  event: FollowedEvent | null;
  seated: ListedPerson[];
  waiting: ListedPerson[];
}

/** Somebody on a list; without a name if they are gone. */
export interface ListedPerson {
  userId: string;
  name: string | null;
  since: string | null;
}

const MAX_PAGE = 100;

/**
 * At an opening the event changes many times a second. Reading three times for each change would soon be more than the
 * firewall takes from one person (docs/deploy.md#the-firewall).
 */
const LEAST_PAUSE_MS = 2_000;

/** Follows them: changes of the event are a reason to read the lists again, at most every two seconds. */
export function followEventPeople(
  { request, listen }: Transport,
  eventId: string,
  show: (view: View<EventPeople>) => void,
): Following<EventPeople> {
  let readMs = 0;
  let isPaced = false;
  return follow<EventPeople, EventChange>({
    subscribe: (listener) =>
      listen(
        OnEventChangedDocument,
        { eventId },
        { ...listener, next: ({ onEventChanged }) => onEventChanged && listener.next(onEventChanged) },
      ),
    async fetch() {
      if (isPaced) {
        isPaced = false;
        await new Promise((resolve) => setTimeout(resolve, readMs + LEAST_PAUSE_MS - Date.now()));
      }
      readMs = Date.now();
      const [{ getEvent: event }, { listEventRegistrations: registrations }, { listWaitlist: queue }] =
        await Promise.all([
          request(GetEventAsViewerDocument, { eventId }),
          request(ListEventRegistrationsWithUsersDocument, {
            eventId,
            filter: { status: 'REGISTERED' },
            limit: MAX_PAGE,
          }),
          request(ListWaitlistWithUsersDocument, { eventId, limit: MAX_PAGE }),
        ]);
      return {
        event,
        seated: (registrations?.items ?? []).map(({ userId, user, registeredAt: since }) => ({
          userId,
          name: user?.name ?? null,
          since,
        })),
        waiting: (queue?.items ?? []).map(({ userId, user, waitlistedAt: since }) => ({
          userId,
          name: user?.name ?? null,
          since,
        })),
      };
    },
    apply(people, change) {
      if (people.event !== null && applyEventChange(people.event, change) === people.event) {
        return people;
      }
      isPaced = true;
      return 'refetch';
    },
    // Of a DRAFT the server tells nobody anything, until it is opened.
    isAnnounced: ({ event }) => event?.status !== 'DRAFT',
    show,
  });
}
