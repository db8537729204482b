import type { TicketItem } from '../../../domain/item.ts';
import { LANE_SHARDS, sortKeyOf, ticketsOf } from '../../../domain/keys.ts';
import { GROUPS } from '../../../domain/lane/group.ts';
import { forgetTicket, isAtItsPlace, keyOfTicket, refuseTicket, type Asking } from '../../../domain/lane/ticket.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Effort } from '../effort/effort.ts';

/** No ticket is taken with less time left than this, so that none takes effect after its deadline. */
export const TAKE_MS = 500;
/**
 * Tickets are swept so long after their deadline, or after they were decided: by then everybody who watched has gone,
 * as far apart as clocks may be.
 */
const SWEEP_MS = LIMITS.decidedAfterMs;
/** A group holds 49 people, so of each shard the first 50 tickets are enough to find those who have asked first. */
const TICKETS_READ = 50;

/** The tickets of an event's lane, as a combiner has read them: who is next, and what is over. */
export class Reading {
  readonly #effort: Effort;
  readonly #eventId: string;
  readonly #own: Asking;
  #ownDecidedMs: number | null = null;
  /** What the last reading has found to be served, and no group has. */
  #unserved: TicketItem[] = [];
  /** All tickets that the last reading has found undecided, also further ones of one user. */
  #seen: TicketItem[] = [];

  /** @param own the combiner's own ticket */
  constructor(effort: Effort, eventId: string, own: Asking) {
    this.#effort = effort;
    this.#eventId = eventId;
    this.#own = own;
  }

  /** Since when the own ticket is known to be decided, in epoch milliseconds; null before that. */
  get ownDecidedMs(): number | null {
    return this.#ownDecidedMs;
  }

  /** Looks at the own ticket alone. */
  async lookAtOwn(): Promise<void> {
    const own = await this.#effort.read((table) => table.get<TicketItem>(keyOfTicket(this.#own)));
    if (own?.state !== 'ASKED') {
      this.#noteOwnDecided();
    }
  }

  /** The lane is to be read again before the next group. */
  forgetRead(): void {
    this.#unserved = [];
  }

  /**
   * The tickets to be served next. One reading does for several groups: those who have come meanwhile have asked later,
   * and whatever has changed makes a group fail.
   */
  async next(): Promise<Asking[]> {
    const nowMs = this.#effort.nowMs();
    this.#unserved = this.#unserved.filter((ticket) => mayBeTaken(ticket, nowMs));
    if (this.#unserved.length < GROUPS.seats.people) {
      this.#unserved = await this.#readTickets();
    }
    return this.#unserved;
  }

  /** Undecided tickets that may still take effect, in the order of asking, one of each user; sweeps what is over. */
  async #readTickets(): Promise<TicketItem[]> {
    const shards = await Promise.all(Array.from({ length: LANE_SHARDS }, (_, shard) => this.#readShard(shard)));
    const nowMs = this.#effort.nowMs();
    const all = shards
      .flatMap(({ tickets }) => tickets)
      .sort((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1));
    await this.forget(all.filter((ticket) => this.#isOver(ticket, nowMs)));
    this.#seen = all.filter((ticket) => mayBeTaken(ticket, nowMs));
    this.#noteIfServed(all, shards);
    const users = new Set<string>();
    return all.filter((ticket) => {
      const isSeen = shards.every(({ readTo }) => readTo === null || sortKeyOf(ticket) <= readTo);
      const isNext = isSeen && mayBeTaken(ticket, nowMs) && !users.has(ticket.userId);
      if (isNext) {
        users.add(ticket.userId);
      }
      return isNext;
    });
  }

  /**
   * Whether nobody needs the ticket any more: long after its deadline, or when it was decided long ago and nobody has
   * taken it. The own one is looked at when the work is done.
   */
  #isOver(ticket: TicketItem, nowMs: number): boolean {
    const { deadlineMs, decidedAt } = ticket;
    const isForgotten = decidedAt !== undefined && decidedAt < this.#effort.timestamp(nowMs - SWEEP_MS);
    return deadlineMs + SWEEP_MS < nowMs || (isForgotten && !this.#isOwn(ticket));
  }

  /** Enough of a shard for a group, however many tickets before them are over. `readTo`: null if that is all of it. */
  async #readShard(shard: number): Promise<{ tickets: TicketItem[]; readTo: string | null }> {
    const tickets: TicketItem[] = [];
    for (let after: string | null = null; ; after = sortKeyOf(tickets[tickets.length - 1]!)) {
      const page = await this.#effort.read((table) =>
        table.query<TicketItem>(ticketsOf(this.#eventId, shard, after), TICKETS_READ),
      );
      tickets.push(...page);
      const nowMs = this.#effort.nowMs();
      if (page.length < TICKETS_READ) {
        return { tickets, readTo: null };
      }
      const users = tickets.filter((ticket) => mayBeTaken(ticket, nowMs)).map(({ userId }) => userId);
      if (new Set(users).size >= TICKETS_READ) {
        return { tickets, readTo: sortKeyOf(page[page.length - 1]!) };
      }
    }
  }

  /** Tells those who have left these tickets to decide anew. */
  async refuse(tickets: Asking[]): Promise<void> {
    const now = this.#effort.now();
    await Promise.all(tickets.map((ticket) => this.#effort.tryOnce((table) => table.write(refuseTicket(ticket, now)))));
    this.noteServed(tickets);
  }

  /** Takes these tickets away. */
  async forget(tickets: Asking[]): Promise<void> {
    await Promise.all(tickets.map((ticket) => this.#effort.tryOnce((table) => table.write(forgetTicket(ticket)))));
    this.noteServed(tickets);
  }

  /** These tickets are decided, and need nobody any more. */
  noteServed(tickets: Asking[]): void {
    const decided = new Set(tickets.map((ticket) => sortKeyOf(keyOfTicket(ticket))));
    this.#unserved = this.#unserved.filter((ticket) => !decided.has(sortKeyOf(ticket)));
    this.#seen = this.#seen.filter((ticket) => !decided.has(sortKeyOf(ticket)));
    if (tickets.some((ticket) => this.#isOwn(ticket))) {
      this.#noteOwnDecided();
    }
  }

  /** Another combiner may have served the own ticket: then a reading that reaches its place does not find it. */
  #noteIfServed(read: TicketItem[], shards: { readTo: string | null }[]): void {
    const key = sortKeyOf(keyOfTicket(this.#own));
    const isReached = shards.every(({ readTo }) => readTo === null || key <= readTo);
    if (isReached && !read.some((ticket) => this.#isOwn(ticket) && ticket.state === 'ASKED')) {
      this.#noteOwnDecided();
    }
  }

  #isOwn({ userId, requestId }: Asking): boolean {
    return userId === this.#own.userId && requestId === this.#own.requestId;
  }

  /**
   * Decides what else these people, who were served, have asked for in the same way, all at once: it cannot be done
   * again. A second ticket of the same request is taken away, as its work is done; whoever waits for it will see.
   */
  async settleOthersOf(members: Asking[]): Promise<void> {
    const others = this.#othersOf(members);
    const isSameRequest = ({ userId, requestId }: Asking): boolean =>
      members.some((member) => member.userId === userId && member.requestId === requestId);
    await this.forget(others.filter(isSameRequest));
    await this.refuse(others.filter((ticket) => !isSameRequest(ticket)));
  }

  /** Tells these people to decide anew, and who has asked for a registration, with each of their tickets for one. */
  async refuseWithOthers(members: Asking[]): Promise<void> {
    const others = this.#othersOf(members.filter(({ wish }) => wish.kind === 'register'));
    await this.refuse([...members, ...others]);
  }

  /** Further tickets of these people that ask for the same. */
  #othersOf(members: Asking[]): TicketItem[] {
    return this.#seen.filter((ticket) =>
      members.some(
        (member) =>
          member.userId === ticket.userId &&
          member.wish.kind === ticket.wish.kind &&
          sortKeyOf(keyOfTicket(member)) !== sortKeyOf(ticket),
      ),
    );
  }

  #noteOwnDecided(): void {
    this.#ownDecidedMs ??= this.#effort.nowMs();
  }
}

/** Whether a ticket is undecided, has enough time left to take effect, and can be found by what it says (or damage). */
function mayBeTaken(ticket: TicketItem, nowMs: number): boolean {
  const { state, deadlineMs } = ticket;
  return state === 'ASKED' && deadlineMs - nowMs >= TAKE_MS && isAtItsPlace(ticket);
}
