import type { EventItem } from '../../domain/item.ts';
import { isToBeCleared } from '../../domain/registration/clearEvent.ts';

/** So long after it was last asked for, who asks again may think that the work in the background has been lost. */
const LOST_MS = 5 * 60_000;

/**
 * Whether a change of a cancelled event with people in it asks once more for what goes on in the background: with
 * `updateEvent(status: CANCELLED)` or `deleteEvent`, which alone stamp `endingAskedAt`. Not where that comes soon after
 * the last time: however often it is called, there are five minutes between two beginnings.
 */
export function beginsAnew(before: EventItem | null, after: EventItem | null): boolean {
  const asked = after?.endingAskedAt;
  const last = before?.endingAskedAt ?? before?.deletionRequestedAt ?? before?.cancelledAt;
  if (after === null || asked === undefined || last === undefined) {
    return false;
  }
  return isToBeCleared(after) && Date.parse(asked) - Date.parse(last) > LOST_MS;
}
