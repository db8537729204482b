import { useState } from 'react';
import { useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { Connection } from '../event/Connection.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { EventCard } from './EventCard.tsx';
import { followEvents, type EventList } from './followEvents.ts';

const PAGE = 20;
/** As many events as AppSync answers in one page of a list. */
const MAX_SHOWN = 100;

/** The next events, with the seats left in each, live. */
export function EventsPage() {
  const { transport, person } = useApi();
  const userId = person?.username;
  usePageTitle('What’s on');
  const [limit, setLimit] = useState(PAGE);
  const [from] = useState(() => new Date().toISOString());
  const [view] = useFollowing<EventList>(
    (show) => followEvents(transport, { from, limit, userId }, show),
    [transport, from, limit, userId],
  );
  const events = view.state?.events.filter(({ deleted }) => deleted !== true) ?? [];
  return (
    <>
      <div className="title">
        <h1>What’s on</h1>
        <Connection view={view} />
      </div>
      <ul className="events" aria-busy={view.state === undefined}>
        {events.map((event) => (
          <EventCard key={event.eventId} event={event} clock={view.state?.clock} />
        ))}
      </ul>
      {view.state !== undefined && events.length === 0 && <p className="empty">No events are planned at the moment.</p>}
      {view.state?.hasMore === true && limit < MAX_SHOWN && (
        <button className="quiet more" onClick={() => setLimit(Math.min(MAX_SHOWN, limit * 2))}>
          Show more
        </button>
      )}
    </>
  );
}
