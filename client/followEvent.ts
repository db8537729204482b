/** The usual page: one event, and one's own seat or place in its queue, both true at every moment. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { follow, together, type Following, type Listener, type Subscribe, type View } from './follow.ts';
import {
  GetEventAsViewerDocument,
  GetEventDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
  type GetEventQuery,
} from './operations.generated.ts';
import { applyEventChange, applyRegistrationChange, applyWaitlistChange } from './position.ts';
import type { EventChange, Place, RegistrationChange, WaitlistChange } from './position.ts';

/**
 * All that is needed of a client library; README.md has it for Apollo and Amplify, and the first half of it for fetch.
 */
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

/** An event as fetched, and kept up to date. */
export type FollowedEvent = NonNullable<GetEventQuery['getEvent']> & {
  /** Absent for API keys. */
  organizer?: string | null;
  /** Whether it was deleted while we looked. */
  deleted?: boolean;
};

export interface EventAndPlace {
  /** Null if there is none, or none that the caller may see. */
  event: FollowedEvent | null;
  /** The caller's own; null for API keys, and for who is neither registered nor waiting. */
  place: Place | null;
}

type Change = { event: EventChange } | { waitlist: WaitlistChange } | { registration: RegistrationChange };

/**
 * Shows an event, and with `userId` (the caller's own) their registration with its position, until stopped.
 * Leave `userId` out where nobody is signed in.
 */
export function followEvent(
  { request, listen }: Transport,
  { eventId, userId }: { eventId: string; userId?: string },
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
  return follow<EventAndPlace, Change>({
    subscribe: together(userId === undefined ? [eventChanges] : [eventChanges, waitlistChanges, ownChanges(userId)]),
    async fetch() {
      if (userId === undefined) return { event: (await request(GetEventDocument, { eventId })).getEvent, place: null };
      const { getEvent } = await request(GetEventAsViewerDocument, { eventId });
      if (getEvent === null) return { event: null, place: null };
      const { viewerRegistration: place, ...event } = getEvent;
      return { event, place };
    },
    apply: (page, change) => applyChange(page, change, eventId),
    show,
  });
}

/** The page after a change. What is not known yet, a new event or registration of this id, has to be fetched. */
export function applyChange(page: EventAndPlace, change: Change, eventId: string): EventAndPlace | 'refetch' {
  const { event, place } = page;
  if ('event' in change) {
    if (event === null) return change.event.deleted ? page : 'refetch';
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
  if (after === 'refetch' || after === place) return after === place ? page : 'refetch';
  return { ...page, place: after.registrationStatus === null ? null : after };
}

function mapped<Data>(listener: Listener<Change>, changeOf: (data: Data) => Change | null): Listener<Data> {
  return {
    ...listener,
    next(data) {
      const change = changeOf(data);
      if (change !== null) listener.next(change);
    },
  };
}
