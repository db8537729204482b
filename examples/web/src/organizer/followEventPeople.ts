import {
  allPages,
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

/** An event and its people, as its organizer sees them: at most 100 of each. */
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

const MAX_PEOPLE = 100;

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
      const { getEvent: event } = await request(GetEventAsViewerDocument, { eventId });
      const filter = { status: 'REGISTERED' } as const;
      const of = { eventId, limit: MAX_PEOPLE };
      const [seated, waiting] = await Promise.all([
        firstOf(
          allPages({ request }, ListEventRegistrationsWithUsersDocument, { ...of, filter }),
          event?.currentRegistrations,
        ),
        firstOf(allPages({ request }, ListWaitlistWithUsersDocument, of), event?.waitlistCount),
      ]);
      return {
        event,
        seated: seated.map(({ userId, user, registeredAt: since }) => ({ userId, name: user?.name ?? null, since })),
        waiting: waiting.map(({ userId, user, waitlistedAt: since }) => ({ userId, name: user?.name ?? null, since })),
      };
    },
    apply(people, change) {
      if (people.event !== null && applyEventChange(people.event, change) === people.event) {
        return people;
      }
      isPaced = true;
      return 'refetch';
    },
    // Of a DRAFT the server tells nobody anything, until it is opened; never, if it is cancelled as one.
    isAnnounced: ({ event }) => event?.isPublic !== false,
    show,
  });
}

/** The first people of a list of so many: a page of those with seats may be empty, for it passes over who waits. */
async function firstOf<Person>(people: AsyncIterable<Person>, count = 0): Promise<Person[]> {
  const first: Person[] = [];
  const most = Math.min(count, MAX_PEOPLE);
  if (most > 0) {
    for await (const person of people) {
      if (first.push(person) === most) {
        break;
      }
    }
  }
  return first;
}
