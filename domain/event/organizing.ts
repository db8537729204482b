import { userIsOrganizer, type Failure } from '../error.ts';
import type { EventItem } from '../item.ts';

/** The UserIsOrganizer of somebody who still has events to see to, among these of theirs; null if they have none. */
export function refuseOrganizing(userId: string, events: (EventItem | null)[], now: string): Failure | null {
  const ahead = events.filter((event) => event !== null && event.organizer === userId && !isOver(event, now)).length;
  return ahead === 0 ? null : userIsOrganizer(ahead);
}

/** Whether nobody has to see to the event any more: it has ended (or begun, where its end is not said), or is cancelled. */
function isOver({ status, date, endsAt }: Pick<EventItem, 'status' | 'date' | 'endsAt'>, now: string): boolean {
  return status === 'CANCELLED' || (endsAt ?? date) <= now;
}
