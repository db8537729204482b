import type { EventItem, RegistrationItem } from '../../../domain/item.ts';
import type { Registration } from '../../../domain/registration/registration.ts';

/** What the steps of an exact position keep. */
export interface PositionStash {
  /** Whose registration is asked for; null: nobody's. */
  userId: string | null;
  eventId: string;
  /** Whether the place in the queue is wanted. */
  withPosition: boolean;
  /** The answer, as complete as it is by now. */
  registration: Registration | null;
  /** The registration whose place is still to be found; null once the answer is complete. */
  own: RegistrationItem | null;
  /** The event before the queue was counted. */
  before: EventItem | null;
  /** The queue up to the own entry, empty if one page does not hold it. */
  entries: { userId: string; waitlistedAt: string }[];
}
