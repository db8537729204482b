import type { Ask } from './ask.ts';
import { EVENT_IDS } from './fillDemo.ts';
import { attendeesOf } from './readDemo.ts';

const DELETE = 'mutation ($eventId: ID!) { deleteEvent(eventId: $eventId) { eventId } }';
const LEAVE =
  'mutation ($userId: ID!, $eventId: ID!) { unregisterFromEvent(userId: $userId, eventId: $eventId) { eventId } }';
const UNDO_CHECK_IN =
  'mutation ($userId: ID!, $eventId: ID!) { undoCheckIn(userId: $userId, eventId: $eventId) { userId } }';

/**
 * Deletes the events of the demo with everybody in them. Users stay: they may be in other events as well. Those who
 * wait leave first, so that nobody is promoted by it.
 */
export async function resetDemo(ask: Ask): Promise<void> {
  for (const eventId of EVENT_IDS) {
    const attendees = await attendeesOf(ask, eventId);
    const isWaiting = ({ registrationStatus }: (typeof attendees)[number]) => registrationStatus === 'WAITLISTED';
    for (const { userId, checkedInAt } of [
      ...attendees.filter(isWaiting),
      ...attendees.filter((attendee) => !isWaiting(attendee)),
    ]) {
      if (checkedInAt !== null) {
        await ask(UNDO_CHECK_IN, { userId, eventId }, ['NotRegistered']);
      }
      await ask(LEAVE, { userId, eventId }, ['NotRegistered']);
    }
    await ask(DELETE, { eventId }, ['EventNotFound']);
  }
}
