import { useState } from 'react';
import { isOrganizer, useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { Connection } from '../event/Connection.tsx';
import { followEvents, MAX_LIVE_EVENTS, type EventList } from '../events/followEvents.ts';
import { linkTo } from '../route.ts';
import { countdownAt } from 'event-registration-client';
import { seatsInWords } from '../words/seats.ts';
import { EventForm } from './EventForm.tsx';
import { ManageEvent } from './ManageEvent.tsx';

const PAGE = 100;

/** An organizer's own events (an admin's: all), one of them to manage, or a new one. */
export function OrganizerPage({ eventId }: { eventId?: string | undefined }) {
  const { transport, person } = useApi();
  const [limit, setLimit] = useState(PAGE);
  const [from] = useState(() => new Date().toISOString());
  const isAdmin = person?.groups.includes('admins') === true;
  const whose = isAdmin || person === null ? { withDrafts: true } : { organizer: person.username };
  const wanted = { from, limit, isSignedIn: true, ...whose };
  const [view] = useFollowing<EventList>((show) => followEvents(transport, wanted, show), [transport, eventId, limit]);
  if (!isOrganizer(person)) {
    return <h1>Only organizers can do this</h1>;
  }
  const events = view.state?.events.filter(({ deleted }) => deleted !== true) ?? [];
  return (
    <div className="organizer">
      <nav aria-label="Your events">
        <h1>Your events</h1>
        {eventId === undefined && <Connection view={view} />}
        <ul>
          {events.map((event) => (
            <li key={event.eventId}>
              <a href={linkTo('organize', event.eventId)} aria-current={event.eventId === eventId ? 'page' : undefined}>
                {event.title}{' '}
                <small>
                  {seatsInWords(event, countdownAt(event, Date.now() + (view.state?.clock?.aheadMs ?? 0)).phase).text}
                </small>
              </a>
            </li>
          ))}
        </ul>
        {events.length > MAX_LIVE_EVENTS && (
          <p className="empty">Only the first {MAX_LIVE_EVENTS} change while you look.</p>
        )}
        {view.state?.hasMore === true && (
          <button className="quiet" onClick={() => setLimit(limit * 2)}>
            Show more
          </button>
        )}
        <a className="quiet button" href={linkTo('organize')} aria-current={eventId === undefined ? 'page' : undefined}>
          New event
        </a>
      </nav>
      {eventId === undefined ? <EventForm /> : <ManageEvent key={eventId} eventId={eventId} />}
    </div>
  );
}
