import { useRef } from 'react';
import {
  offerIn,
  type ClockReading,
  type Countdown,
  type EventAndPlace,
  type FollowedEvent,
  type Following,
  type Place,
} from 'event-registration-client';
import { useApi } from '../api/api.ts';
import { Ticket } from './Ticket.tsx';
import { formatLeft, formatMoment, formatSince } from '../words/dates.ts';
import { formatCount, ordinal } from '../words/numbers.ts';
import { Confirm } from '../Confirm.tsx';
import { buttonFor, standingShown } from '../words/standing.ts';
import { useActions } from './useActions.ts';
import { useCountdown } from './useCountdown.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { useNews } from './useNews.ts';

type Parts = {
  event: FollowedEvent;
  place: Place | null;
  clock: ClockReading | undefined;
  isLive: boolean;
  following: () => Following<EventAndPlace> | undefined;
};

/** The reader's seat or place at an event, and the buttons to get and to leave it. */
export function Standing({ event, place, clock, isLive, following }: Parts) {
  const { isBusy, notice, take, leave } = useActions(event.eventId, isLive, following);
  const { person } = useApi();
  const countdown = useCountdown(event, clock);
  const news = useNews(place);
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section, isBusy);
  const hadSeat = place?.registrationStatus === 'REGISTERED';
  const standing = standingShown(event, place, countdown.phase);
  const isCancelled = standing === 'CANCELLED';
  const isPromoted = news?.isPromoted === true && standing === 'REGISTERED';
  // What was promised holds until the next news, and for no cancelled event.
  const isOver = notice?.isPromise === true && (isCancelled || news !== null);
  const shown = isPromoted || isOver ? null : notice;
  const button = buttonFor(standing);
  return (
    <section
      className={`standing ${standing === 'REGISTERED' ? 'seated' : ''}`}
      aria-label="Your registration"
      ref={section}
      tabIndex={-1}
    >
      {isPromoted ? (
        <p className="promoted">
          <strong>You’re in!</strong> {news.text}
        </p>
      ) : isCancelled ? (
        <Cancelled had={place === null ? null : hadSeat ? 'seat' : 'place'} />
      ) : place === null ? (
        <Offer event={event} countdown={countdown} isSignedIn={standing !== 'SIGN_IN'} />
      ) : hadSeat ? (
        <p className="status">
          <strong>You have a seat.</strong>
        </p>
      ) : (
        <Waiting place={place} />
      )}
      {standing === 'REGISTERED' && person !== null && <Ticket eventId={event.eventId} userId={person.username} />}
      {button !== null && (
        <button className="primary" disabled={isBusy} onClick={() => void take(standing !== 'CAN_JOIN_WAITLIST')}>
          {isBusy ? 'One moment…' : button}
        </button>
      )}
      {place !== null && (
        <Confirm
          key={place.registrationId}
          label={hadSeat ? 'Give up my seat' : 'Leave the waitlist'}
          yes={hadSeat ? 'Yes, give it up' : 'Yes, leave'}
          no={hadSeat ? 'Keep my seat' : 'Keep my place'}
          isBusy={isBusy}
          act={() => void leave(place)}
        />
      )}
      <p className={`notice ${shown?.tone ?? ''}`} role={shown?.tone === 'bad' ? 'alert' : undefined}>
        {shown?.text}
      </p>
      <p className="hush" role="status">
        {(isCancelled ? null : news?.text) ?? (shown?.tone === 'bad' ? '' : shown?.text)}
      </p>
    </section>
  );
}

/** What becomes of what the reader had there. */
function Cancelled({ had }: { had: 'seat' | 'place' | null }) {
  return (
    <p className="status cancelled">
      <strong>It does not take place.</strong>
      {had !== null && (
        <small>
          {had === 'seat' ? 'You had a seat; you need not give it up.' : 'You were waiting; nobody moves up any more.'}
        </small>
      )}
    </p>
  );
}

/** The reader's place in the queue. */
function Waiting({ place: { position, waitlistCount, waitlistedAt } }: { place: Place }) {
  return (
    <p className="status">
      {position === null ? (
        <strong>You are waiting.</strong>
      ) : (
        <>
          <strong key={position} className="position">
            {ordinal(position)}
          </strong>{' '}
          in line{waitlistWords(position, waitlistCount)}
        </>
      )}
      <small>
        If a seat becomes free, it is yours by itself.{' '}
        {waitlistedAt !== null && `Waiting since ${formatSince(waitlistedAt)}.`}
      </small>
    </p>
  );
}

/** How many wait, beside the place of one of them. */
function waitlistWords(position: number, waitlistCount: number | null): string {
  if (waitlistCount === null || waitlistCount < position) {
    return '';
  }
  return waitlistCount === 1 ? '; nobody else is waiting' : ` of ${formatCount(waitlistCount)} waiting`;
}

/** What the event offers to a reader without a registration. */
function Offer({ event, countdown, isSignedIn }: { event: FollowedEvent; countdown: Countdown; isSignedIn: boolean }) {
  const offered = offerIn(event, countdown.phase);
  const { registrationOpensAt, registrationClosesAt, timeZone } = event;
  const signIn = isSignedIn ? '' : 'To register, say who you are at the top.';
  if (event.status === 'DRAFT') {
    return (
      <p className="status">
        <strong>Not public yet.</strong>
        <small>Nobody else sees it before it is published.</small>
      </p>
    );
  }
  if (offered === 'NOT_YET_OPEN') {
    return (
      <p className="status">
        Registration opens in <strong className="position">{formatLeft(countdown.leftMs ?? 0)}</strong>
        <small>
          On {formatMoment(registrationOpensAt ?? '', timeZone)}. This page opens by itself. {signIn}
        </small>
      </p>
    );
  }
  if (offered === 'CLOSED') {
    return (
      <p className="status">
        <strong>Registration is closed.</strong>
      </p>
    );
  }
  const left = offered === 'CAN_REGISTER' ? event.seatsLeft : 0;
  const offer =
    left > 0 ? `${formatCount(left)} ${left === 1 ? 'seat is' : 'seats are'} free.` : 'Every seat is taken.';
  const waitlist = event.waitlistEnabled
    ? event.waitlistCount === 0
      ? 'You would be the first in line.'
      : `${formatCount(event.waitlistCount)} in line before you.`
    : 'There is no waitlist.';
  const closing =
    registrationClosesAt === null ? '' : `Registration closes on ${formatMoment(registrationClosesAt, timeZone)}.`;
  const more = [left > 0 ? '' : waitlist, closing, signIn].filter((words) => words !== '').join(' ');
  return (
    <p className="status">
      <strong>{offer}</strong>
      {more !== '' && <small>{more}</small>}
    </p>
  );
}
