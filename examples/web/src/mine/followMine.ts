import {
  allPages,
  applyEventChange,
  applyRegistrationChange,
  applyWaitlistChange,
  follow,
  ListUserRegistrationsDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
  together,
  type EventChange,
  type Following,
  type ListUserRegistrationsQuery,
  type RegistrationChange,
  type Subscribe,
  type Transport,
  type View,
  type WaitlistChange,
} from 'event-registration-client';

/** A seat or a place of the reader's, with its event. */
export type OwnRegistration = NonNullable<ListUserRegistrationsQuery['listUserRegistrations']>['items'][number];

/** The reader's own, in order of date: of what is still to come, and of what is over. */
export interface Own {
  coming: OwnRegistration[];
  over: OwnRegistration[];
}

/** A message, or that more events are listened to from now on. */
type Change = { own: RegistrationChange } | { event: EventChange } | { waitlist: WaitlistChange } | 'listening';

/** How many events are followed, two subscriptions each: AppSync takes 200 of one connection. */
export const MAX_LIVE_OWN = 90;

/** Follows the reader's seats and places, with their positions and events. */
export function followMine(
  { request, listen }: Transport,
  userId: string,
  show: (view: View<Own>) => void,
): Following<Own> {
  const now = new Date().toISOString();
  let listenTo: (eventIds: string[]) => void = () => undefined;
  const ownChanges: Subscribe<Change> = (listener) =>
    listen(
      OnRegistrationChangedDocument,
      { userId },
      { ...listener, next: ({ onRegistrationChanged: own }) => own && listener.next({ own }) },
    );
  const eventChanges =
    (eventId: string): Subscribe<Change> =>
    (listener) =>
      listen(
        OnEventChangedDocument,
        { eventId },
        { ...listener, next: ({ onEventChanged: event }) => event && listener.next({ event }) },
      );
  const waitlistChanges =
    (eventId: string): Subscribe<Change> =>
    (listener) =>
      listen(
        OnWaitlistChangedDocument,
        { eventId },
        { ...listener, next: ({ onWaitlistChanged: waitlist }) => waitlist && listener.next({ waitlist }) },
      );
  return follow<Own, Change>({
    subscribe(listener) {
      const known = new Set<string>();
      const ends: (() => void)[] = [];
      // Which events to listen to is known with the first answer; others come when the reader registers for them.
      listenTo = (eventIds) => {
        const added = eventIds.filter((eventId) => !known.has(eventId));
        const changes = added.flatMap((eventId) => [eventChanges(eventId), waitlistChanges(eventId)]);
        added.forEach((eventId) => known.add(eventId));
        if (ends.length === 0) {
          ends.push(together([ownChanges, ...changes])(listener));
        } else if (changes.length > 0) {
          ends.push(together(changes)({ ...listener, listening: () => listener.next('listening') }));
        }
      };
      return () => {
        listenTo = () => undefined;
        ends.forEach((end) => end());
      };
    },
    async fetch() {
      const registrations: OwnRegistration[] = [];
      for await (const registration of allPages({ request }, ListUserRegistrationsDocument, {})) {
        registrations.push(registration);
      }
      registrations.sort((one, other) => ((one.event?.date ?? '') < (other.event?.date ?? '') ? -1 : 1));
      const isOver = ({ event }: OwnRegistration): boolean => event === null || (event.endsAt ?? event.date) < now;
      const coming = registrations.filter((one) => !isOver(one));
      listenTo(coming.slice(0, MAX_LIVE_OWN).map(({ eventId }) => eventId));
      return { coming, over: registrations.filter(isOver) };
    },
    apply: applyChange,
    progress: ({ coming }) => {
      const waiting = coming.filter(({ waitlistVersion }) => waitlistVersion !== null);
      return waiting.length === 0
        ? []
        : [sum(waiting.map(({ event }) => event?.waitlistVersion)), sum(waiting.map((one) => one.waitlistVersion))];
    },
    show,
  });
}

/** What is shown after a message. Of what is over nothing but the reader's own leaving changes. */
function applyChange(shown: Own, change: Change): Own | 'refetch' {
  if (change === 'listening') {
    // Something may have changed between the fetch and this moment.
    return 'refetch';
  }
  if ('own' in change) {
    const one = [...shown.coming, ...shown.over].find(({ eventId }) => eventId === change.own.eventId);
    const isNews =
      one === undefined ? change.own.registrationStatus !== null : applyRegistrationChange(one, change.own) !== one;
    return isNews ? 'refetch' : shown;
  }
  const coming: OwnRegistration[] = [];
  for (const one of shown.coming) {
    if ('event' in change) {
      coming.push({ ...one, event: one.event && applyEventChange(one.event, change.event) });
      continue;
    }
    const place = applyWaitlistChange(one, change.waitlist);
    if (place === 'refetch' || place.registrationStatus !== one.registrationStatus) {
      return 'refetch';
    }
    coming.push({ ...one, ...place } as OwnRegistration);
  }
  return { ...shown, coming };
}

function sum(counts: readonly (number | null | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
