import type { ClockReading } from 'event-registration-client';
import { useCountdown } from '../event/useCountdown.ts';
import { seatsInWords } from '../words/seats.ts';
import { buttonFor, standingShown } from '../words/standing.ts';
import { Card } from './Card.tsx';
import type { ListedEvent } from './followEvents.ts';

/** One event of the list: how full it is, and what the reader has there or may do. */
export function EventCard({ event, clock }: { event: ListedEvent; clock: ClockReading | undefined }) {
  const countdown = useCountdown(event, clock);
  const { text, tone } = seatsInWords(event, countdown);
  const standing = standingShown(event, event.viewerRegistration ?? null, countdown.phase);
  const button = buttonFor(standing);
  return (
    <Card eventId={event.eventId} event={event}>
      <p className={tone}>{text}</p>
      {standing !== 'CANCELLED' && (
        <span className="bar" aria-hidden="true" style={{ '--share': event.currentRegistrations / event.capacity }} />
      )}
      {standing === 'REGISTERED' && <p className="mine">You have a seat</p>}
      {standing === 'WAITLISTED' && <p className="mine">You are waiting</p>}
      {button !== null && <p className="action">{button}</p>}
    </Card>
  );
}
