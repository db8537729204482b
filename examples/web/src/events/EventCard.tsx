import { countdownAt } from 'event-registration-client';
import { seatsInWords } from '../words/seats.ts';
import { formatDay } from '../words/dates.ts';
import { linkTo } from '../route.ts';
import type { ListedEvent } from './followEvents.ts';

/**
 * One event of the list: when, what, where, and how full it is.
 * @param aheadMs the server's clock less the device's
 */
export function EventCard({ event, aheadMs }: { event: ListedEvent; aheadMs: number }) {
  const { eventId, title, date, location, capacity, currentRegistrations, viewerRegistration } = event;
  const { text, tone } = seatsInWords(event, countdownAt(event, Date.now() + aheadMs).phase);
  const [weekday, day] = formatDay(date).split(', ');
  return (
    <li>
      <a className="card" href={linkTo('event', eventId)}>
        <time dateTime={date}>
          <span>{weekday}</span> {day}
        </time>
        <div>
          <h2>{title}</h2>
          {location !== null && <p className="where">{location}</p>}
        </div>
        <div className="fullness">
          <p className={tone}>{text}</p>
          <span className="bar" aria-hidden="true" style={{ '--share': currentRegistrations / capacity }} />
          {viewerRegistration && (
            <p className="mine">
              {viewerRegistration.registrationStatus === 'REGISTERED' ? 'You have a seat' : 'You are waiting'}
            </p>
          )}
        </div>
      </a>
    </li>
  );
}
