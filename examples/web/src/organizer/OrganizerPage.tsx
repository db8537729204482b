import { useState } from 'react';
import { isOrganizer, useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { Connection } from '../event/Connection.tsx';
import { followEvents, type EventList } from '../events/followEvents.ts';
import { linkTo } from '../route.ts';
import { seatsInWords } from '../words/seats.ts';
import { EventForm } from './EventForm.tsx';
import { ManageEvent } from './ManageEvent.tsx';

/** Twice as many with the drafts, each with a subscription: below the 200 that AppSync takes of one connection. */
const MOST = 95;

/** An organizer's own events (an admin's: all), one of them to manage, or a new one. */
export function OrganizerPage({ eventId }: { eventId?: string | undefined }) {
  const { transport, person } = useApi();
  const [from] = useState(() => new Date().toISOString());
  const [view] = useFollowing<EventList>((show) => followEvents(transport, { from, limit: MOST, isSignedIn: true, withDrafts: true }, show), [transport, eventId]);
  if (!isOrganizer(person)) return <h1>Only organizers can do this</h1>;
  const isAdmin = person?.groups.includes('admins') === true;
  const events = view.state?.events.filter(({ organizer, deleted }) => deleted !== true && (isAdmin || organizer === person?.username)) ?? [];
  return (
    <div className="organizer">
      <nav aria-label="Your events">
        <h1>Your events</h1>
        {eventId === undefined && <Connection view={view} />}
        <ul>
          {events.map((event) => (
            <li key={event.eventId}>
              <a href={linkTo('organize', event.eventId)} aria-current={event.eventId === eventId ? 'page' : undefined}>
                {event.title} <small>{seatsInWords(event).text}</small>
              </a>
            </li>
          ))}
        </ul>
        <a className="quiet button" href={linkTo('organize')} aria-current={eventId === undefined ? 'page' : undefined}>New event</a>
      </nav>
      {eventId === undefined ? <EventForm /> : <ManageEvent key={eventId} eventId={eventId} />}
    </div>
  );
}
