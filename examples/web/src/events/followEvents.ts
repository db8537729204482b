import {
  applyEventChange,
  follow,
  ListEventsAsViewerDocument,
  ListEventsDocument,
  OnEventChangedDocument,
  readClock,
  together,
  type ClockReading,
  type EventChange,
  type EventFilter,
  type Following,
  type ListEventsQuery,
  type ListEventsQueryVariables,
  type RegistrationStatus,
  type Subscribe,
  type Transport,
  type View,
} from 'event-registration-client';

/** An event of the list, with the reader's registration. */
export type ListedEvent = Omit<NonNullable<ListEventsQuery['listEvents']>['items'][number], 'serverTime'> & {
  organizer?: string | null;
  viewerRegistration?: { registrationStatus: RegistrationStatus } | null;
  deleted?: boolean;
};

export interface EventList {
  events: ListedEvent[];
  hasMore: boolean;
  /** How far the server's clock is from the device's; absent where no event says so. */
  clock?: ClockReading;
}

/**
 * Which events to follow: all that are public, with `withDrafts` also all drafts (for an admin), or those of one
 * organizer, for themself with their drafts.
 */
export interface Wanted {
  from: string;
  limit: number;
  isSignedIn: boolean;
  organizer?: string;
  withDrafts?: boolean;
}

/** As many events as the API answers in one page. */
const PAGE = 100;
/**
 * How many events are followed, the earliest first: AppSync takes 200 subscriptions of one connection, and the page
 * that is opened next needs some too.
 */
export const MAX_LIVE_EVENTS = 190;

/** Follows the next events from now on, in order of date. */
export function followEvents(
  { request, listen }: Transport,
  { from, limit, isSignedIn, organizer, withDrafts = false }: Wanted,
  show: (view: View<EventList>) => void,
): Following<EventList> {
  let latest: Promise<EventList>;
  let clock: ClockReading | undefined;
  const listOf = async (filter: EventFilter): Promise<ListedEvent[]> => {
    const events: ListedEvent[] = [];
    let nextToken: string | null = null;
    // One more than are shown says whether there are more.
    do {
      const variables: ListEventsQueryVariables = { filter, limit: Math.min(limit + 1, PAGE), nextToken };
      const sentMs = Date.now();
      const { listEvents } = await request<ListEventsQuery, ListEventsQueryVariables>(
        isSignedIn ? ListEventsAsViewerDocument : ListEventsDocument,
        variables,
      );
      const items = listEvents?.items ?? [];
      clock = items[0] === undefined ? clock : readClock(items[0].serverTime, sentMs, Date.now());
      events.push(...items);
      nextToken = listEvents?.nextToken ?? null;
    } while (nextToken !== null && events.length <= limit);
    return events;
  };
  const list = async (): Promise<EventList> => {
    const wanted = { from, ...(organizer === undefined ? {} : { organizer }) };
    const lists = await Promise.all([listOf(wanted), withDrafts ? listOf({ ...wanted, status: 'DRAFT' }) : []]);
    const events = lists.flat().sort((one, other) => (one.date < other.date ? -1 : 1));
    return { events: events.slice(0, limit), hasMore: events.length > limit, clock };
  };
  const changesOf =
    (eventId: string): Subscribe<EventChange> =>
    (listener) =>
      listen(
        OnEventChangedDocument,
        { eventId },
        { ...listener, next: ({ onEventChanged }) => onEventChanged && listener.next(onEventChanged) },
      );
  return follow<EventList, EventChange>({
    subscribe(listener) {
      let isOver = false;
      let end = (): void => undefined;
      const begin = ({ events }: EventList): void => {
        if (!isOver) {
          end = together(events.slice(0, MAX_LIVE_EVENTS).map(({ eventId }) => changesOf(eventId)))(listener);
        }
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
      return latest.then((list) => ({ ...list, events: list.events.map((event) => newer(event, shown)) }));
    },
    apply: (shown, change) => ({ ...shown, events: shown.events.map((event) => applyEventChange(event, change)) }),
    show,
  });
}

function newer(event: ListedEvent, shown: EventList | undefined): ListedEvent {
  const known = shown?.events.find(
    ({ eventId, createdAt }) => eventId === event.eventId && createdAt === event.createdAt,
  );
  return known !== undefined && known.version > event.version
    ? { ...known, viewerRegistration: event.viewerRegistration }
    : event;
}
