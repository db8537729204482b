import type { EventStatus, WindowPhase } from 'event-registration-client';
import { counted } from './numbers.ts';

/** What decides whether seats are left. */
export interface Fullness {
  status: EventStatus;
  seatsLeft: number;
  waitlistCount: number;
  waitlistEnabled: boolean;
}

/** Seats that a newcomer can have: none while people wait, because a free seat goes to them. */
function seatsForNewcomers({ seatsLeft, waitlistCount }: Fullness): number {
  return waitlistCount > 0 ? 0 : seatsLeft;
}

/**
 * How full an event is, in a few words, and how good that is.
 * @param phase whether registering is open by the clock
 */
export function seatsInWords(event: Fullness, phase: WindowPhase): { text: string; tone: 'good' | 'fair' | 'bad' } {
  if (event.status === 'CANCELLED') {
    return { text: 'Cancelled', tone: 'bad' };
  }
  if (event.status === 'DRAFT') {
    return { text: 'Not public yet', tone: 'fair' };
  }
  if (event.status === 'OPEN' && phase === 'AHEAD') {
    return { text: 'Registration opens soon', tone: 'fair' };
  }
  if (event.status === 'CLOSED' || phase === 'OVER') {
    return { text: 'Registration closed', tone: 'fair' };
  }
  const left = seatsForNewcomers(event);
  if (left > 0) {
    return { text: `${counted(left, 'seat')} left`, tone: 'good' };
  }
  if (!event.waitlistEnabled) {
    return { text: 'Full', tone: 'bad' };
  }
  return {
    text: event.waitlistCount === 0 ? 'Full, with a waitlist' : `Full, ${event.waitlistCount} waiting`,
    tone: 'fair',
  };
}
