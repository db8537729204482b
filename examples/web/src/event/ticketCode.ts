/** What the API takes for an id. */
const ID = /^[A-Za-z0-9._@+-]{1,64}$/;

/**
 * What the code of a ticket says: whose, and for which event. It is no secret and proves nothing: the door asks the
 * API whether there is a seat, and shows who has it.
 */
export function ticketCode(eventId: string, userId: string): string {
  return `ticket:${eventId}:${userId}`;
}

/**
 * Whose ticket it is, of a code that was scanned, or of a code or an id that was typed; or in a sentence why it is of
 * no use at this event.
 */
export function readTicket(text: string, eventId: string): { userId: string } | { problem: string } {
  const [, ticketEventId, ticketUserId] = /^ticket:([^:]+):([^:]+)$/.exec(text.trim()) ?? [];
  const userId = ticketUserId ?? text.trim();
  if (!ID.test(userId)) {
    const given = text.trim() === '' ? 'Nothing' : `“${text.trim().slice(0, 80)}”`;
    return { problem: `${given} is neither the code of a ticket nor an id.` };
  }
  return ticketEventId === undefined || ticketEventId === eventId
    ? { userId }
    : { problem: `The ticket of ${userId} is for another event.` };
}
