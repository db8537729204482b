import type { TicketItem } from '../../../domain/item.ts';
import { forgetTicket, keyOfTicket, leaveTicket, takeTicket, type Asking } from '../../../domain/lane/ticket.ts';
import type { Effort } from '../effort/effort.ts';
import { combineIfFree } from './combine.ts';

/** Between two looks at the own ticket, in milliseconds. */
const LOOK_MS = { least: 50, most: 150 };
/** Every so many looks, whether somebody works through the lane. */
const LEASE_LOOKS = 3;

/**
 * What has become of a ticket. TAKEN: what it asks for was done, or it was never left. REFUSED: it was not done and
 * never will be. DONE: a seat or a place was given up, and the seat went to that person.
 */
export type Fate = { kind: 'TAKEN' } | { kind: 'REFUSED' } | { kind: 'DONE'; promotedUserId: string | null };

/**
 * Leaves a ticket. After a lost answer there may have been one before, which was taken, or one may come later: then it
 * counts as MAYBE_MADE, and so it does if the time is over before any answer.
 * @throws OutOfTime
 */
export async function enterLane(effort: Effort, ticket: Asking): Promise<void> {
  const effectBefore = effort.effect;
  effort.effect = 'MAYBE_MADE';
  const { wasLost } = await effort.write(leaveTicket(ticket));
  effort.effect = wasLost ? 'MAYBE_MADE' : effectBefore;
}

/**
 * Waits until the ticket is decided, by others, or by the own work where nobody works through the lane. A refused one
 * is taken away: it has nothing more to tell, and would be in the way of those behind it.
 * @param isDoneOtherwise asked now and then; if so, the ticket is taken back, and counts as taken
 * @throws OutOfTime
 */
export async function waitInLane(
  effort: Effort,
  ticket: Asking,
  isDoneOtherwise: () => Promise<boolean> = async () => false,
): Promise<Fate> {
  for (let looks = 0; ; looks += 1) {
    if (looks % LEASE_LOOKS === 0) {
      await combineIfFree(effort, ticket.eventId, ticket);
    }
    const fate = fateOf(await effort.read((table) => table.get<TicketItem>(keyOfTicket(ticket))));
    if (fate?.kind === 'REFUSED') {
      await effort.tryOnce((table) => table.write(forgetTicket(ticket)));
    }
    if (fate !== null) {
      return fate;
    }
    if (looks % LEASE_LOOKS === 0 && (await isDoneOtherwise())) {
      const written = await effort.write(takeTicket(ticket));
      return (written.isDone ? null : fateOf(written.item as TicketItem | null)) ?? { kind: 'TAKEN' };
    }
    await effort.sleep(LOOK_MS.least + effort.random() * (LOOK_MS.most - LOOK_MS.least));
  }
}

/**
 * Takes an undecided ticket back, soon after the deadline, so that it never takes effect.
 * @returns null if it is taken back; what had become of it before; 'UNKNOWN' if that cannot be said
 */
export async function takeBack(effort: Effort, ticket: Asking): Promise<Fate | null | 'UNKNOWN'> {
  const written = await effort.last((table) => table.write(takeTicket(ticket)));
  if (written === null) {
    return 'UNKNOWN';
  }
  return written.isDone ? null : fateOf(written.item as TicketItem | null);
}

function fateOf(ticket: TicketItem | null): Fate | null {
  if (ticket === null) {
    return { kind: 'TAKEN' };
  }
  switch (ticket.state) {
    case 'ASKED':
      return null;
    case 'REFUSED':
      return { kind: 'REFUSED' };
    case 'DONE':
      return { kind: 'DONE', promotedUserId: ticket.promotedUserId ?? null };
  }
}
