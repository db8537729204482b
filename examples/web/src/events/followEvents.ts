import {
  applyEventChange,
  applyRegistrationChange,
  follow,
  ListEventsAsViewerDocument,
  ListEventsDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  readClock,
  together,
  type ClockReading,
  type EventChange,
  type EventFilter,
  type Following,
  type ListEventsAsViewerQuery,
  type ListEventsQuery,
  type ListEventsQueryVariables,
  type Place,
  type RegistrationChange,
  type Subscribe,
  type Transport,
  type View,
} from 'event-registration-client';

type Item<Query extends { listEvents: unknown }> =
  NonNullable<Query['listEvents']> extends { items: readonly (infer One)[] } ? Omit<One, 'serverTime'> : never;

/** An event of the list; for whoever is signed in also with their registration and standing, as they were fetched. */
export type ListedEvent = Item<ListEventsQuery> & Partial<Item<ListEventsAsViewerQuery>> & { deleted?: boolean };

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
  /** The reader's own; absent where nobody is signed in. */
  userId: string | undefined;
  organizer?: string;
  withDrafts?: boolean;
}

type Change = { event: EventChange } | { own: RegistrationChange };

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
  { from, limit, userId, organizer, withDrafts = false }: Wanted,
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
        userId === undefined ? ListEventsDocument : ListEventsAsViewerDocument,
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
    (eventId: string): Subscribe<Change> =>
    (listener) =>
      listen(
        OnEventChangedDocument,
        { eventId },
        { ...listener, next: ({ onEventChanged: event }) => event && listener.next({ event }) },
      );
  const ownChanges =
    (own: string): Subscribe<Change> =>
    (listener) =>
      listen(
        OnRegistrationChangedDocument,
        { userId: own },
        { ...listener, next: ({ onRegistrationChanged: own }) => own && listener.next({ own }) },
      );
  return follow<EventList, Change>({
    subscribe(listener) {
      let isOver = false;
      let end = (): void => undefined;
      const begin = ({ events }: EventList): void => {
        if (!isOver) {
          const changes = events.slice(0, MAX_LIVE_EVENTS).map(({ eventId }) => changesOf(eventId));
          end = together(userId === undefined ? changes : [ownChanges(userId), ...changes])(listener);
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
    apply: (shown, change) =>
      'own' in change
        ? applyOwn(shown, change.own)
        : { ...shown, events: shown.events.map((event) => applyEventChange(event, change.event)) },
    show,
  });
}

function newer(event: ListedEvent, shown: EventList | undefined): ListedEvent {
  const known = shown?.events.find(
    ({ eventId, createdAt }) => eventId === event.eventId && createdAt === event.createdAt,
  );
  return known !== undefined && known.version > event.version
    ? { ...known, viewerRegistration: event.viewerRegistration, viewerStanding: event.viewerStanding }
    : event;
}

/** The list after a change of the reader's own registration; `'refetch'` where the list does not know it. */
function applyOwn(shown: EventList, change: RegistrationChange): EventList | 'refetch' {
  const event = shown.events.find(({ eventId }) => eventId === change.eventId);
  if (event === undefined) {
    return shown;
  }
  const registration = event.viewerRegistration ?? null;
  if (registration === null) {
    return change.registrationStatus === null ? shown : 'refetch';
  }
  const before: Place = { ...registration, position: null, waitlistCount: null, waitlistVersion: null };
  const after = applyRegistrationChange(before, change);
  if (after === 'refetch' || after === before) {
    return after === before ? shown : 'refetch';
  }
  const { registrationStatus } = after;
  const viewerRegistration = registrationStatus === null ? null : { ...registration, registrationStatus };
  return { ...shown, events: shown.events.map((one) => (one === event ? { ...one, viewerRegistration } : one)) };
}
