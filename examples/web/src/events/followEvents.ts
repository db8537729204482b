import { applyEventChange, follow, ListEventsAsViewerDocument, ListEventsDocument, OnEventChangedDocument, together } from 'event-registration-client';
import type { EventChange, EventFilter, Following, ListEventsQuery, RegistrationStatus, Subscribe, Transport, View } from 'event-registration-client';

/** An event of the list, and what the reader has there. */
export type ListedEvent = NonNullable<ListEventsQuery['listEvents']>['items'][number] & {
  organizer?: string | null;
  viewerRegistration?: { registrationStatus: RegistrationStatus } | null;
  deleted?: boolean;
};

export interface EventList {
  events: ListedEvent[];
  hasMore: boolean;
}

/** Which events to follow. `withDrafts`: an organizer's own as well, an admin's all. */
export interface Wanted {
  from: string;
  limit: number;
  isSignedIn: boolean;
  withDrafts?: boolean;
}

/** Follows the next events from now on, in order of date. */
export function followEvents(
  { request, listen }: Transport,
  { from, limit, isSignedIn, withDrafts = false }: Wanted,
  show: (view: View<EventList>) => void,
): Following<EventList> {
  let latest: Promise<EventList>;
  const listOf = async (filter: EventFilter): Promise<EventList> => {
    const { listEvents } = await request(isSignedIn ? ListEventsAsViewerDocument : ListEventsDocument, { filter, limit });
    return { events: listEvents?.items ?? [], hasMore: typeof listEvents?.nextToken === 'string' };
  };
  const list = async (): Promise<EventList> => {
    const [{ events, hasMore }, drafts] = await Promise.all([listOf({ from }), withDrafts ? listOf({ from, status: 'DRAFT' }) : undefined]);
    return { events: [...events, ...(drafts?.events ?? [])].sort((one, other) => (one.date < other.date ? -1 : 1)), hasMore };
  };
  const changesOf = (eventId: string): Subscribe<EventChange> => (listener) =>
    listen(OnEventChangedDocument, { eventId }, { ...listener, next: ({ onEventChanged }) => onEventChanged && listener.next(onEventChanged) });
  return follow<EventList, EventChange>({
    subscribe(listener) {
      let isOver = false;
      let end = (): void => undefined;
      const begin = ({ events }: EventList): void => {
        if (!isOver) end = together(events.map(({ eventId }) => changesOf(eventId)))(listener);
      };
      // Which events to listen to is known with the first answer, which `fetch` is asked for right after this.
      queueMicrotask(() => void latest.then(begin, listener.lost));
      return () => {
        isOver = true;
        end();
      };
    },
    fetch(shown) {
      latest = list();
      // A list may be older than a message that came before it.
      return latest.then(({ events, hasMore }) => ({ events: events.map((event) => newer(event, shown)), hasMore }));
    },
    apply: (shown, change) => ({ ...shown, events: shown.events.map((event) => applyEventChange(event, change)) }),
    show,
  });
}

function newer(event: ListedEvent, shown: EventList | undefined): ListedEvent {
  const known = shown?.events.find(({ eventId, createdAt }) => eventId === event.eventId && createdAt === event.createdAt);
  return known !== undefined && known.version > event.version ? { ...known, viewerRegistration: event.viewerRegistration } : event;
}
