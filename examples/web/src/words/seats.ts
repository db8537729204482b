import { offerIn, type Countdown, type StandingEvent } from 'event-registration-client';
import { formatLeft } from './dates.ts';
import { counted, formatCount } from './numbers.ts';

/**
 * How full an event is, in a few words, and how good that is for a newcomer.
 * @param countdown whether registering is open by the clock, and for how long it is not yet
 */
export function seatsInWords(
  event: StandingEvent,
  { phase, leftMs }: Countdown,
): { text: string; tone: 'good' | 'fair' | 'bad' } {
  if (event.status === 'DRAFT') {
    return { text: 'Not public yet', tone: 'fair' };
  }
  switch (offerIn(event, phase)) {
    case 'CANCELLED':
      return { text: 'Cancelled', tone: 'bad' };
    case 'NOT_YET_OPEN':
      return { text: `Opens in ${formatLeft(leftMs ?? 0)}`, tone: 'fair' };
    case 'CLOSED':
      return { text: 'Registration closed', tone: 'fair' };
    case 'CAN_REGISTER':
      return { text: `${counted(event.seatsLeft, 'seat')} left`, tone: 'good' };
    case 'CAN_JOIN_WAITLIST':
      return {
        text: event.waitlistCount === 0 ? 'Full, with a waitlist' : `Full, ${formatCount(event.waitlistCount)} waiting`,
        tone: 'fair',
      };
    default:
      return { text: 'Full', tone: 'bad' };
  }
}
