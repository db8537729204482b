import { useState } from 'react';
import {
  offerIn,
  standingIn,
  type ClockReading,
  type Countdown,
  type EventAndPlace,
  type FollowedEvent,
  type Following,
  type Place,
} from 'event-registration-client';
import { formatLeft, formatMoment, formatTime } from '../words/dates.ts';
import { formatCount, ordinal } from '../words/numbers.ts';
import { useActions } from './useActions.ts';
import { useCountdown } from './useCountdown.ts';
import { useNews } from './useNews.ts';

type Parts = {
  event: FollowedEvent;
  place: Place | null;
  clock: ClockReading | undefined;
  following: () => Following<EventAndPlace> | undefined;
};

/** The reader's seat or place at an event, and the buttons to get and to leave it. */
export function Standing({ event, place, clock, following }: Parts) {
  const { isBusy, notice, take, leave } = useActions(event.eventId, following);
  const countdown = useCountdown(event, clock);
  const news = useNews(place);
  const [isLeaving, setIsLeaving] = useState(false);
  const hasSeat = place?.registrationStatus === 'REGISTERED';
  const standing = countdown === null ? null : standingIn(event, place, countdown.phase);
  // Who has no profile gets one on the way, so they may do what the event offers.
  const offered = countdown !== null && standing === 'NO_PROFILE' ? offerIn(event, countdown.phase) : standing;
  const isCancelled = event.status === 'CANCELLED';
  const isPromoted = news?.isPromoted === true && hasSeat && !isCancelled;
  const shown = isPromoted ? null : notice;
  return (
    <section className={`standing ${hasSeat ? 'seated' : ''}`} aria-label="Your registration">
      {isCancelled && (
        <p className="status">
          <strong>Cancelled.</strong>
          {place !== null && (
            <small>{hasSeat ? 'You had a seat; you need not give it up.' : 'Nobody moves up in line any more.'}</small>
          )}
        </p>
      )}
      {isPromoted && (
        <p className="promoted">
          <strong>You’re in!</strong> A seat has become free, and it is yours.
        </p>
      )}
      {hasSeat && !isCancelled && !isPromoted && (
        <p className="status">
          <strong>You have a seat.</strong>
        </p>
      )}
      {place !== null && !hasSeat && !isCancelled && (
        <p className="status">
          {place.position === null ? (
            <strong>You are waiting.</strong>
          ) : (
            <>
              <strong key={place.position} className="position">
                {ordinal(place.position)}
              </strong>{' '}
              in line, of {formatCount(place.waitlistCount ?? place.position)} waiting
            </>
          )}
          <small>
            If a seat becomes free, it is yours by itself.{' '}
            {place.waitlistedAt !== null && `Waiting since ${formatTime(place.waitlistedAt)}.`}
          </small>
        </p>
      )}
      {place === null && !isCancelled && countdown !== null && (
        <Offer event={event} countdown={countdown} isSignedIn={standing !== 'SIGN_IN'} />
      )}
      {(offered === 'CAN_REGISTER' || offered === 'CAN_JOIN_WAITLIST') && (
        <button className="primary" disabled={isBusy} onClick={() => void take(offered === 'CAN_REGISTER')}>
          {isBusy ? 'One moment…' : offered === 'CAN_REGISTER' ? 'Register' : 'Join the waitlist'}
        </button>
      )}
      {place !== null && !isLeaving && (
        <button className="quiet" disabled={isBusy} onClick={() => setIsLeaving(true)}>
          {hasSeat ? 'Give up my seat' : 'Leave the waitlist'}
        </button>
      )}
      {place !== null && isLeaving && (
        <div className="confirm" role="group" aria-label="Are you sure?">
          <button className="danger" autoFocus onClick={() => (setIsLeaving(false), void leave(place))}>
            {hasSeat ? 'Yes, give it up' : 'Yes, leave'}
          </button>
          <button className="quiet" onClick={() => setIsLeaving(false)}>
            {hasSeat ? 'Keep my seat' : 'Keep my place'}
          </button>
        </div>
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

/** What the event offers to a reader without a registration. */
function Offer({ event, countdown, isSignedIn }: { event: FollowedEvent; countdown: Countdown; isSignedIn: boolean }) {
  const offered = offerIn(event, countdown.phase);
  if (offered === 'NOT_YET_OPEN') {
    return (
      <p className="status">
        Registration opens in <strong className="position">{formatLeft(countdown.leftMs ?? 0)}</strong>
        <small>On {formatMoment(event.registrationOpensAt ?? '')}, by itself: there is nothing to reload.</small>
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
  return (
    <p className="status">
      <strong>{offer}</strong>
      <small>
        {left > 0 ? '' : waitlist} {isSignedIn ? '' : 'To register, say who you are at the top.'}
      </small>
    </p>
  );
}
