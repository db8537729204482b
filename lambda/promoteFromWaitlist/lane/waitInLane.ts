import type { LeaseItem, RegistrationItem, TicketItem } from '../../../domain/item.ts';
import { leaseKey, registrationKey } from '../../../domain/keys.ts';
import { forgetTicket, keyOfTicket, leaveTicket, takeTicket, type Asking } from '../../../domain/lane/ticket.ts';
import type { Effort } from '../effort/effort.ts';
import { combineIfFree } from './combine.ts';

/** Between two looks at the own ticket, in milliseconds. */
const LOOK_MS = { least: 50, most: 150 };
/**
 * A look that takes long says that whoever serves all these looks is busy: then the pause is so many times as long, up
 * to a limit, so that looking takes nothing from the work that is waited for.
 */
const SLOW_LOOK = { times: 10, mostMs: 3000 };
/** The longest wait before each try to take the own ticket away, in milliseconds. */
const FORGET_WAITS_MS = [0, 10, 20, 40, 80];
/** Every so many looks, whether somebody works through the lane. */
const LEASE_LOOKS = 3;

/**
 * What has become of a ticket. TAKEN: what it asks for was done, or it was never left; `own` is the registration as it
 * was seen at about that time, maybe before it was made. REFUSED: it was not done and never will be. DONE: a seat or a
 * place was given up, and the seat went to that person.
 */
export type Fate =
  | { kind: 'TAKEN'; own: RegistrationItem | null }
  | { kind: 'REFUSED' }
  | { kind: 'DONE'; promotedUserId: string | null };

/**
 * Leaves a ticket, unless it is there. After a lost answer there may have been one before, which was taken, or one may
 * come later: then it counts as MAYBE_MADE, and so it does if the time is over before any answer.
 * @param isServed whether the ticket was served, so that it must not be left again; one to leave stays, and needs none
 * @throws OutOfTime
 */
export async function enterLane(effort: Effort, ticket: Asking, isServed?: () => Promise<boolean>): Promise<void> {
  const effectBefore = effort.effect;
  effort.effect = 'MAYBE_MADE';
  const { wasLost } = await effort.write(leaveTicket(ticket), isServed);
  effort.effect = wasLost ? 'MAYBE_MADE' : effectBefore;
}

/**
 * Waits until the ticket is decided, by others, or by the own work where nobody works through the lane. A refused one
 * is taken away: it has nothing more to tell, and would be in the way of those behind it. One to register is taken
 * back, and counts as taken, where another ticket of the same request has been served.
 * @throws OutOfTime
 */
export async function waitInLane(effort: Effort, ticket: Asking): Promise<Fate> {
  for (let looks = 0; ; looks += 1) {
    const begunMs = effort.nowMs();
    const { stored, own, lease } = await look(effort, ticket, looks % LEASE_LOOKS === 0);
    const fate = fateOf(stored, own);
    if (fate?.kind === 'REFUSED') {
      await forgetOwn(effort, ticket);
    }
    if (fate !== null) {
      return fate;
    }
    if (own?.requestId === ticket.requestId) {
      const written = await effort.write(takeTicket(ticket));
      return (written.isDone ? null : fateOf(written.item as TicketItem | null, own)) ?? { kind: 'TAKEN', own };
    }
    const lookMs = effort.nowMs() - begunMs;
    if (lease === undefined || !(await combineIfFree(effort, ticket, lease))) {
      await effort.sleep(pauseMs(lookMs, effort.random()));
    }
  }
}

/** What is known of a ticket at about one time. */
interface Look {
  /** As it is stored. */
  stored: TicketItem | null;
  /** The person's registration, if that is what the ticket asks for. */
  own: RegistrationItem | null;
  /** Undefined: not looked at. */
  lease: LeaseItem | null | undefined;
}

/** Looks by one call: in a crowd, most of the calls are looks. */
async function look(effort: Effort, ticket: Asking, isForLease: boolean): Promise<Look> {
  const { userId, eventId, wish } = ticket;
  const keys = [
    keyOfTicket(ticket),
    ...(wish.kind === 'register' ? [registrationKey(userId, eventId)] : []),
    ...(isForLease ? [leaseKey(eventId)] : []),
  ];
  const items = await effort.read((table) => table.getEach(keys));
  const [stored = null] = items;
  return {
    stored: stored as TicketItem | null,
    own: (wish.kind === 'register' ? (items[1] ?? null) : null) as RegistrationItem | null,
    lease: isForLease ? ((items[items.length - 1] ?? null) as LeaseItem | null) : undefined,
  };
}

/**
 * Takes the own ticket away, which has nothing more to tell. A decision can be read before the transaction that made it
 * has let go of the ticket, so it is tried again, for a moment only: what is left then, a combiner sweeps.
 */
export async function forgetOwn(effort: Effort, ticket: Asking): Promise<void> {
  for (const waitMs of FORGET_WAITS_MS) {
    await effort.sleep(waitMs * effort.random());
    if ((await effort.tryOnce((table) => table.write(forgetTicket(ticket)))) !== null) {
      return;
    }
  }
}

/** How long to wait until the next look, after one that took so long. */
function pauseMs(lookMs: number, random: number): number {
  const leastMs = LOOK_MS.least + random * (LOOK_MS.most - LOOK_MS.least);
  return Math.max(leastMs, Math.min(lookMs * SLOW_LOOK.times * (0.5 + random), SLOW_LOOK.mostMs));
}

/**
 * Takes an undecided ticket back, soon after the deadline, so that it never takes effect. It is tried again while it
 * fails: whoever deletes an undecided ticket knows that nobody has served it.
 * @returns null if it is taken back; what had become of it before (TAKEN also if a lost try may have deleted it);
 * 'UNKNOWN' if that cannot be said
 */
export async function takeBack(effort: Effort, ticket: Asking): Promise<Fate | null | 'UNKNOWN'> {
  const written = (await effort.last((table) => table.write(takeTicket(ticket))))?.answer ?? null;
  if (written === null) {
    return 'UNKNOWN';
  }
  return written.isDone ? null : fateOf(written.item as TicketItem | null, null);
}

function fateOf(ticket: TicketItem | null, own: RegistrationItem | null): Fate | null {
  if (ticket === null) {
    return { kind: 'TAKEN', own };
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
