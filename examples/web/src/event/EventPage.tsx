import { followEvent, type EventAndPlace } from 'event-registration-client';
import { isAtDoor, useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { DeadEnd } from '../DeadEnd.tsx';
import { linkTo } from '../route.ts';
import { formatWhen } from '../words/dates.ts';
import { usePageTitle } from '../usePageTitle.ts';
import { CalendarLink } from './CalendarLink.tsx';
import { Connection } from './Connection.tsx';
import { Queue } from './Queue.tsx';
import { Seats } from './Seats.tsx';
import { Standing } from './Standing.tsx';

/** One event, live: its seats and its queue as a picture, and the reader's registration with its buttons. */
export function EventPage({ eventId }: { eventId: string }) {
  const { transport, person } = useApi();
  const userId = person?.username;
  const [view, following] = useFollowing<EventAndPlace>(
    (show) => followEvent(transport, { eventId, userId }, show),
    [transport, eventId, userId],
  );
  const { event, place, clock } = view.state ?? { event: undefined, place: null, clock: undefined };
  usePageTitle(event?.title);
  if (event === null || event?.deleted === true) {
    return <DeadEnd title="There is no such event" />;
  }
  const isCancelled = event?.status === 'CANCELLED';
  return (
    <article className="event">
      <div className="head">
        {isCancelled && <p className="stamp">Cancelled</p>}
        <div className="title">
          <h1>{event?.title ?? '…'}</h1>
          <Connection view={view} isPublic={event?.isPublic} />
        </div>
        {event !== undefined && (
          <p className="facts">
            <time dateTime={event.date}>{formatWhen(event)}</time>
            {event.location !== null && <span>{event.location}</span>}
            <CalendarLink event={event} />
            {isAtDoor(person, event.organizer ?? null) && <a href={linkTo('door', eventId)}>The door</a>}
          </p>
        )}
        {typeof event?.description === 'string' && <p className="description">{event.description}</p>}
      </div>
      {event !== undefined && (
        <>
          <Standing event={event} place={place} clock={clock} isLive={view.isLive} following={following} />
          {!isCancelled && (
            <div className="room">
              <Seats
                capacity={event.capacity}
                taken={event.currentRegistrations}
                isMine={place?.registrationStatus === 'REGISTERED'}
              />
              <Queue waiting={place?.waitlistCount ?? event.waitlistCount} position={place?.position ?? null} />
            </div>
          )}
        </>
      )}
    </article>
  );
}
