import { useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { DeadEnd } from '../DeadEnd.tsx';
import { Connection } from '../event/Connection.tsx';
import { Card } from '../events/Card.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { formatCount, ordinal } from '../words/numbers.ts';
import { followMine, MAX_LIVE_OWN, type Own, type OwnRegistration } from './followMine.ts';

/** The reader's own seats and places, in order of date, live. */
export function MinePage() {
  const { person } = useApi();
  return person === null ? (
    <DeadEnd title="Who are you? Sign in to see your events." />
  ) : (
    <Mine userId={person.username} />
  );
}

function Mine({ userId }: { userId: string }) {
  const { transport } = useApi();
  const [view] = useFollowing<Own>((show) => followMine(transport, userId, show), [transport, userId]);
  usePageTitle('Your events');
  const { coming, over } = view.state ?? { coming: [], over: [] };
  return (
    <>
      <div className="title">
        <h1>Your events</h1>
        <Connection view={view} />
      </div>
      <ul className="events" aria-busy={view.state === undefined}>
        {coming.map((registration) => (
          <RegistrationCard key={registration.eventId} registration={registration} />
        ))}
      </ul>
      {view.state !== undefined && coming.length === 0 && <p className="empty">You have no seat, and wait for none.</p>}
      {coming.length > MAX_LIVE_OWN && <p className="empty">Only the first {MAX_LIVE_OWN} change while you look.</p>}
      {over.length > 0 && (
        <>
          <h2>Over</h2>
          <ul className="events">
            {over.map((registration) => (
              <RegistrationCard key={registration.eventId} registration={registration} isOver />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** One of them, with the seat or the place. */
function RegistrationCard({
  registration: { eventId, event, registrationStatus, position, waitlistCount },
  isOver = false,
}: {
  registration: OwnRegistration;
  isOver?: boolean;
}) {
  const hasSeat = registrationStatus === 'REGISTERED';
  return (
    <Card eventId={eventId} event={event}>
      {event?.status === 'CANCELLED' ? (
        <>
          <p className="bad">Cancelled</p>
          <p>{hasSeat ? 'You had a seat' : 'You were waiting'}</p>
        </>
      ) : isOver ? (
        <p>{hasSeat ? 'You had a seat' : 'You were waiting'}</p>
      ) : hasSeat ? (
        <p className="mine good">You have a seat</p>
      ) : (
        <>
          <p className="mine fair">{position === null ? 'You are waiting' : `${ordinal(position)} in line`}</p>
          {waitlistCount !== null && (
            <p>{waitlistCount === 1 ? 'Nobody else is waiting' : `of ${formatCount(waitlistCount)} waiting`}</p>
          )}
        </>
      )}
    </Card>
  );
}
