import { useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { Connection } from '../event/Connection.tsx';
import { linkTo } from '../route.ts';
import { formatDay } from '../words/dates.ts';
import { ordinal } from '../words/numbers.ts';
import { followMine, type OwnRegistration } from './followMine.ts';

/** The reader's own seats and places, in order of date, live. */
export function MinePage() {
  const { person } = useApi();
  return person === null ? <h1>Who are you? Sign in to see your events.</h1> : <Mine userId={person.username} />;
}

function Mine({ userId }: { userId: string }) {
  const { transport } = useApi();
  const [view] = useFollowing<OwnRegistration[]>((show) => followMine(transport, userId, show), [transport, userId]);
  const registrations = view.state ?? [];
  return (
    <>
      <div className="title">
        <h1>Your events</h1>
        <Connection view={view} />
      </div>
      <ul className="events" aria-busy={view.state === undefined}>
        {registrations.map((registration) => (
          <RegistrationCard key={registration.eventId} registration={registration} />
        ))}
      </ul>
      {view.state !== undefined && registrations.length === 0 && (
        <p className="empty">You have no seat, and wait for none.</p>
      )}
    </>
  );
}

/** One of them: when and what, and the seat or the place. */
function RegistrationCard({ registration }: { registration: OwnRegistration }) {
  const { eventId, event } = registration;
  const [weekday, day] = event ? formatDay(event.date).split(', ') : [];
  return (
    <li>
      <a className="card" href={linkTo('event', eventId)}>
        <time dateTime={event?.date}>
          <span>{weekday}</span> {day}
        </time>
        <div>
          <h2>{event?.title ?? 'An event that is gone'}</h2>
          {event?.location && <p className="where">{event.location}</p>}
        </div>
        <div className="fullness">
          <p className="mine">{standingInWords(registration)}</p>
        </div>
      </a>
    </li>
  );
}

function standingInWords({ registrationStatus, position, event }: OwnRegistration): string {
  if (event?.status === 'CANCELLED') {
    return 'Cancelled';
  }
  if (registrationStatus === 'REGISTERED') {
    return 'You have a seat';
  }
  return position === null ? 'You are waiting' : `${ordinal(position)} in line`;
}
