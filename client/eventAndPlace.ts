import type { GetEventQuery, ViewerStanding } from './operations.generated.ts';
import type { Place } from './position.ts';
import type { ClockReading } from './countdown.ts';

/** An event as fetched, and kept up to date. */
export type FollowedEvent = Omit<NonNullable<GetEventQuery['getEvent']>, 'serverTime'> & {
  /** Absent for API keys. */
  organizer?: string | null;
  /** As it was fetched: `standingIn` has it as it is. Absent for API keys. */
  viewerStanding?: ViewerStanding;
  /** Whether it was deleted while it was followed. */
  deleted?: boolean;
};

export interface EventAndPlace {
  /** Null if there is no such event, or the caller may not see it. */
  event: FollowedEvent | null;
  /** The caller's own; null with an API key, and for a caller who is neither registered nor waiting. */
  place: Place | null;
  /** How far the server's clock is from the device's, as the last fetch has told; absent where there is no event. */
  clock?: ClockReading;
}
