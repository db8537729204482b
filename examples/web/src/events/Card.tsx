import type { ReactNode } from 'react';
import { linkTo } from '../route.ts';
import { formatDay, type Dated } from '../words/dates.ts';

/** What of an event a list shows in any case. */
export interface CardEvent extends Dated {
  title: string;
  location: string | null;
}

/**
 * One event of a list, as a link: when by its own clock, what, where, and beside that what the list is about.
 * @param event null: it is gone
 */
export function Card({ eventId, event, children }: { eventId: string; event: CardEvent | null; children: ReactNode }) {
  const when = event === null ? null : formatDay(event);
  return (
    <li>
      <a className="card" href={linkTo('event', eventId)}>
        <time dateTime={event?.date}>
          <span>{when?.weekday}</span> {when?.day} {when?.year && <span>{when.year}</span>}
        </time>
        <div>
          <h2>{event?.title ?? 'An event that is gone'}</h2>
          {event !== null && (
            <p className="where">
              <span>{when?.time}</span>
              {event.location !== null && <span>{event.location}</span>}
            </p>
          )}
        </div>
        <div className="fullness">{children}</div>
      </a>
    </li>
  );
}
