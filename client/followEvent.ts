/** The usual page, kept up to date: one event, and the reader's own seat or place in its queue. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { readClock } from './countdown.ts';
import {
  follow,
  together,
  type Followed,
  type Following,
  type Listener,
  type Patience,
  type Subscribe,
  type View,
} from './follow.ts';
import type { EventAndPlace, FollowedEvent } from './eventAndPlace.ts';
import { showOneInstant } from './oneInstant.ts';
import {
  GetEventAsViewerDocument,
  GetEventDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
} from './operations.generated.ts';
import {
  applyEventChange,
  applyRegistrationChange,
  applyWaitlistChange,
  type EventChange,
  type RegistrationChange,
  type WaitlistChange,
} from './position.ts';

/** What `followEvent` needs: `appSyncTransport` has it, and README.md for Apollo and Amplify. */
export interface Transport {
  /** Sends a query or mutation. Throws what `readError` understands. */
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Starts a subscription, and answers what ends it. */
  listen<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    listener: Listener<Data>,
  ): () => void;
}

type Change = { event: EventChange } | { waitlist: WaitlistChange } | { registration: RegistrationChange };

/**
 * Shows an event, and with `userId` (the caller's own) their registration with its position, both as of one instant,
 * until stopped.
 * Leave `userId` out where nobody is signed in.
 */
export function followEvent(
  { request, listen }: Transport,
  { eventId, userId, patience = {} }: { eventId: string; userId?: string; patience?: Partial<Patience> },
  show: (view: View<EventAndPlace>) => void,
): Following<EventAndPlace> {
  const eventChanges: Subscribe<Change> = (listener) =>
    listen(
      OnEventChangedDocument,
      { eventId },
      mapped(listener, ({ onEventChanged: event }) => event && { event }),
    );
  const waitlistChanges: Subscribe<Change> = (listener) =>
    listen(
      OnWaitlistChangedDocument,
      { eventId },
      mapped(listener, ({ onWaitlistChanged: waitlist }) => waitlist && { waitlist }),
    );
  const ownChanges =
    (own: string): Subscribe<Change> =>
    (listener) =>
      listen(
        OnRegistrationChangedDocument,
        { userId: own },
        mapped(listener, ({ onRegistrationChanged: registration }) => registration && { registration }),
      );
  /** Whether there is such an event, as the latest message about it says. */
  let isTold = false;
  const followed: Omit<Followed<EventAndPlace, Change>, 'show'> = {
    subscribe: together(userId === undefined ? [eventChanges] : [eventChanges, waitlistChanges, ownChanges(userId)]),
    async fetch(shown) {
      const sentMs = Date.now();
      if (userId === undefined) {
        const getEvent = await readLagging(
          async () => (await request(GetEventDocument, { eventId })).getEvent,
          () => isTold,
        );
        if (getEvent === null) {
          return { event: null, place: null };
        }
        const { serverTime, ...event } = getEvent;
        const clock = readClock(serverTime, sentMs, Date.now());
        return { event: newerOf(shown?.event ?? null, event), place: null, clock };
      }
      const { getEvent } = await request(GetEventAsViewerDocument, { eventId });
      if (getEvent === null) {
        return { event: null, place: null };
      }
      const { viewerRegistration: place, serverTime, ...event } = getEvent;
      return { event, place, clock: readClock(serverTime, sentMs, Date.now()) };
    },
    apply(page, change) {
      if ('event' in change) {
        isTold = !change.event.deleted;
      }
      return applyChange(page, change, eventId);
    },
    progress,
    tellsTooLittle,
    // Of a DRAFT the server tells nobody anything, until it is opened; never, if it is cancelled as one.
    isAnnounced: ({ event }) => event?.isPublic !== false,
    patience,
  };
  const waitMs = 2 * (patience.lagMs ?? 1500);
  return showOneInstant((hear) => follow({ ...followed, show: hear }), show, waitMs);
}

/** The version of the waitlist, as messages about the event and about its waitlist have brought it. */
function progress({ event, place }: EventAndPlace): readonly number[] {
  return event === null || place === null || place.waitlistVersion === null
    ? []
    : [event.waitlistVersion, place.waitlistVersion];
}

/**
 * Description and organizer come by fetching only; messages say when they have changed. An event that is made again
 * under its id has others, whatever their version.
 */
function tellsTooLittle({ event: before }: EventAndPlace, { event: after }: EventAndPlace): boolean {
  return (
    !after?.deleted && (before?.createdAt !== after?.createdAt || before?.detailsVersion !== after?.detailsVersion)
  );
}

/**
 * What is shown, if what was fetched is older: with an API key an event is read as it was a moment ago, and may lag
 * behind a message that is applied already. Its description does not lag, and may be what was fetched for.
 */
function newerOf(shown: FollowedEvent | null, fetched: FollowedEvent | null): FollowedEvent | null {
  if (shown === null || fetched === null) {
    return fetched;
  }
  const { description } = fetched;
  return { ...applyEventChange(fetched, { ...shown, deleted: shown.deleted ?? false }), description };
}

/** Pauses before an event that is told of, and not there yet, is read again, in milliseconds. */
const LAGS_MS = [250, 500, 1000, 2000];

/** An event read as it was a moment ago; null once that is no longer because a message has overtaken the read. */
async function readLagging<E>(read: () => Promise<E | null>, isTold: () => boolean): Promise<E | null> {
  let event = await read();
  for (const lagMs of LAGS_MS) {
    if (event !== null || !isTold()) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, lagMs));
    event = await read();
  }
  return event;
}

/** The page after a change; `'refetch'` for an event or registration that is new to the page. */
export function applyChange(page: EventAndPlace, change: Change, eventId: string): EventAndPlace | 'refetch' {
  const { event, place } = page;
  if ('event' in change) {
    if (event === null) {
      return change.event.deleted ? page : 'refetch';
    }
    const after = applyEventChange(event, change.event);
    return after === event ? page : { ...page, event: after };
  }
  if (place === null) {
    const isMine =
      'registration' in change &&
      change.registration.eventId === eventId &&
      change.registration.registrationStatus !== null;
    return isMine ? 'refetch' : page;
  }
  const after =
    'waitlist' in change
      ? applyWaitlistChange(place, change.waitlist)
      : applyRegistrationChange(place, change.registration);
  if (after === 'refetch' || after === place) {
    return after === place ? page : 'refetch';
  }
  return { ...page, place: after.registrationStatus === null ? null : after };
}

function mapped<Data>(listener: Listener<Change>, changeOf: (data: Data) => Change | null): Listener<Data> {
  return {
    ...listener,
    next(data) {
      const change = changeOf(data);
      if (change !== null) {
        listener.next(change);
      }
    },
  };
}
