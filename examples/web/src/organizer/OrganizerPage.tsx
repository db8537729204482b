import { useState } from 'react';
import type { ClockReading } from 'event-registration-client';
import { isOrganizer, useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { DeadEnd } from '../DeadEnd.tsx';
import { Connection } from '../event/Connection.tsx';
import { useCountdown } from '../event/useCountdown.ts';
import { followEvents, MAX_LIVE_EVENTS, type EventList, type ListedEvent } from '../events/followEvents.ts';
import { linkTo } from '../route.ts';
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
  const wanted = { from, limit, userId: person?.username, ...whose };
  const [view] = useFollowing<EventList>((show) => followEvents(transport, wanted, show), [transport, eventId, limit]);
  if (!isOrganizer(person)) {
    return <DeadEnd title="Only organizers can do this" />;
  }
  const events = view.state?.events.filter(({ deleted }) => deleted !== true) ?? [];
  return (
    <div className={`organizer ${eventId === undefined ? '' : 'managing'}`}>
      <nav aria-label="Events you organize">
        <h1>You organize</h1>
        {eventId !== undefined && (
          <a className="back" href={linkTo('organize')}>
            All of them
          </a>
        )}
        {eventId === undefined && <Connection view={view} />}
        <ul>
          {events.map((event) => (
            <li key={event.eventId}>
              <EventLink event={event} clock={view.state?.clock} isOpen={event.eventId === eventId} />
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

/** Leads to the page on which an event is managed. */
function EventLink({ event, clock, isOpen }: { event: ListedEvent; clock: ClockReading | undefined; isOpen: boolean }) {
  const { text } = seatsInWords(event, useCountdown(event, clock));
  return (
    <a href={linkTo('organize', event.eventId)} aria-current={isOpen ? 'page' : undefined}>
      {event.title} <small>{text}</small>
    </a>
  );
}
