import {
  countDown,
  standingIn,
  type ClockReading,
  type DeviceClock,
  type OwnPlace,
  type StandingEvent,
  type ViewerStanding,
} from 'event-registration-client';

/** Shows what the reader may do, now and as it turns over, until the function that it answers is called. */
export function watchStanding(
  page: { event: StandingEvent; place: OwnPlace; clock: ClockReading | null },
  show: (standing: ViewerStanding) => void,
  device?: DeviceClock,
): () => void {
  const { event, place, clock } = page;
  return countDown(event, clock, ({ phase }) => show(standingIn(event, place, phase)), device);
}
