import type { EventItem, LeaseItem, TicketItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, eventKey, leaseKey, LANE_SHARDS, sortKeyOf, ticketsOf } from '../../../domain/keys.ts';
import { FLAG_MS, raiseFlag } from '../../../domain/event/laneFlag.ts';
import { GROUPS, type GroupKind } from '../../../domain/lane/group.ts';
import { keepLease, LEASE_MS, offerLease, returnLease, takeLease } from '../../../domain/lane/lease.ts';
import { forgetTicket, keyOfTicket, refuseTicket, type Asking } from '../../../domain/lane/ticket.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { hasFailed, judgeReason, type Reason } from '../../../domain/verdict.ts';
import { dropIfDamaged, looksDamaged, readHeads } from '../damage.ts';
import type { Effort } from '../effort/effort.ts';
import { planGroup, type Plan } from './planGroup.ts';
import { giveWay } from './rightOfWay.ts';

/** No ticket is taken with less time left than this, so that none takes effect after its deadline. */
const TAKE_MS = 500;
/**
 * Tickets are swept so long after their deadline, or after they were decided: by then everybody who watched has gone,
 * as far apart as clocks may be.
 */
const SWEEP_MS = LIMITS.decidedAfterMs;
/** So long a combiner keeps the lease for others after its own ticket is served. */
const DUTY_MS = 400;
/** Whoever takes a lease over from somebody waits so long for the group that they may be sending. */
const LAST_GROUP_MS = 40;
/** The pause where a reading has found nobody to be served. */
const IDLE_MS = 20;
/** A crowd keeps the event held, so the flag meets conflicts: how long it is tried, and the longest wait. */
const FLAG_WITHIN_MS = 400;
const FLAG_WAIT_MS = 3;
/**
 * Groups follow each other so much slower after one that was throttled, up to a limit, and so much faster after each
 * that was not: what is sent too early is throttled half-way, and wastes what the partition has to give.
 */
const SLOWER = 1.5;
const SLOWEST = 1.5;
const FASTER = 0.98;
/** So many tickets at once, or a conflict with more than one, are a crowd. */
const CROWD = 4;
/** A group holds 49 people, so of each shard the first 50 tickets are enough to find those who have asked first. */
const TICKETS_READ = 50;
/**
 * From the beginning of one group to that of the next, in milliseconds: as fast as the event's partition in the table
 * and in the inverted index takes them, at 1,000 write units a second.
 */
const PACE_MS: Record<GroupKind, number> = { seats: 40, places: 60, releases: 40, handOvers: 60, departures: 60 };

/**
 * Works through the lane of an event, if nobody else does: in the order of asking, for as many at once as a transaction
 * holds (docs/design.md#the-lane). Ends when the lane is empty, or when others watch after the own ticket is served.
 * Another combiner at the same time only gets in the way: everything is decided by the conditions of the transactions.
 * @returns whether it has; else somebody else does
 * @throws OutOfTime
 */
export async function combineIfFree(effort: Effort, eventId: string, own: Asking): Promise<boolean> {
  const lease = await effort.read((table) => table.get<LeaseItem>(leaseKey(eventId)));
  if (lease !== null && lease.untilMs >= effort.nowMs()) {
    return false;
  }
  const holder = effort.newToken();
  if (!(await effort.write(takeLease(eventId, holder, effort.nowMs()))).isDone) {
    return false;
  }
  const combiner = new Combiner(effort, eventId, holder, own);
  const effectBefore = effort.effect;
  try {
    if (lease !== null) {
      await effort.sleep(LAST_GROUP_MS);
    }
    await combiner.run();
  } finally {
    // What is done for others is no part of what the request asked for; what became of it, its own ticket tells.
    effort.effect = effectBefore;
    await effort.tryOnce((table) => table.write(returnLease(eventId, holder)));
  }
  return true;
}

class Combiner {
  readonly #effort: Effort;
  readonly #eventId: string;
  readonly #holder: string;
  readonly #own: Asking;
  /** Since the own ticket is served; null before that. */
  #onDutySinceMs: number | null = null;
  /** Whether the lease is free for somebody else to take. */
  #isOffered = false;
  #leaseUntilMs: number;
  #flagUntilMs = 0;
  #losses = 0;
  /** How much slower than PACE_MS groups follow each other, since the partition gives no more. */
  #slowness = 1;
  #nextMs = 0;
  /** Null: to be read. */
  #event: EventItem | null = null;
  /** What the last reading has found to be served, and no group has. */
  #unserved: TicketItem[] = [];
  /** All tickets that the last reading has found undecided, also further ones of one user. */
  #seen: TicketItem[] = [];

  constructor(effort: Effort, eventId: string, holder: string, own: Asking) {
    this.#effort = effort;
    this.#eventId = eventId;
    this.#holder = holder;
    this.#own = own;
    this.#leaseUntilMs = effort.nowMs() + LEASE_MS;
  }

  async run(): Promise<void> {
    const own = await this.#effort.read((table) => table.get<TicketItem>(keyOfTicket(this.#own)));
    if (own?.state !== 'ASKED') {
      this.#onDutySinceMs = this.#effort.nowMs();
    }
    for (;;) {
      if (!(await this.#isInCharge())) {
        return;
      }
      const [tickets, hasPaused] = await Promise.all([this.#nextTickets(), giveWay(this.#effort, this.#eventId)]);
      if (hasPaused) {
        this.#event = null;
        continue;
      }
      if (tickets.length === 0) {
        return;
      }
      this.#event ??= await this.#effort.read((table) => table.get<EventItem>(eventKey(this.#eventId)));
      await this.#raiseFlag(tickets.length);
      const heads = await this.#readHeads(tickets);
      const plan = planGroup(this.#event, heads, tickets, this.#effort.nowMs());
      await this.#refuse(plan.refused);
      if (plan.group === null) {
        // Who was refused may come again, and the event may have changed by then.
        this.#event = null;
        await this.#effort.sleep(IDLE_MS);
      } else {
        await this.#commit(plan.group);
      }
    }
  }

  /**
   * Keeps the lease, and offers it to others once this combiner has done its duty for them. It goes on until one of
   * them has taken it, so that nobody waits for the change.
   * @returns whether nobody else works through the lane
   */
  async #isInCharge(): Promise<boolean> {
    const nowMs = this.#effort.nowMs();
    if (this.#isOffered) {
      const lease = await this.#effort.read((table) => table.get<LeaseItem>(leaseKey(this.#eventId)));
      return lease === null || lease.holder === this.#holder;
    }
    if (this.#onDutySinceMs !== null && nowMs - this.#onDutySinceMs >= DUTY_MS) {
      this.#isOffered = true;
      return (await this.#effort.write(offerLease(this.#eventId, this.#holder, nowMs))).isDone;
    }
    if (this.#leaseUntilMs - nowMs > LEASE_MS / 2) {
      return true;
    }
    this.#leaseUntilMs = nowMs + LEASE_MS;
    return (await this.#effort.write(keepLease(this.#eventId, this.#holder, nowMs))).isDone;
  }

  /**
   * The tickets to be served next. One reading does for several groups: those who have come meanwhile have asked later,
   * and whatever has changed makes a group fail.
   */
  async #nextTickets(): Promise<Asking[]> {
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
    await this.#forget(all.filter((ticket) => this.#isOver(ticket, nowMs)));
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

  /** Sends those who come to the lane, if there is a crowd: they would only be in the way. Groups keep the flag up. */
  async #raiseFlag(waiting: number): Promise<void> {
    const nowMs = this.#effort.nowMs();
    const isCrowd = waiting >= CROWD || (waiting > 1 && this.#losses > 0) || this.#losses > 1;
    if (this.#event === null || !isCrowd || this.#flagUntilMs - nowMs > FLAG_MS / 2) {
      return;
    }
    this.#flagUntilMs = nowMs + FLAG_MS;
    const until = this.#effort.timestamp(this.#flagUntilMs);
    while (this.#effort.nowMs() - nowMs < FLAG_WITHIN_MS) {
      const written = await this.#effort.tryOnce((table) => table.write(raiseFlag(this.#eventId, until)));
      if (written !== null) {
        return;
      }
      await this.#effort.sleep(FLAG_WAIT_MS * this.#effort.random());
    }
    this.#flagUntilMs = 0;
  }

  async #readHeads(tickets: Asking[]): Promise<WaitlistEntryItem[]> {
    const isLeaving = tickets[0]?.wish.kind === 'leaveSeat';
    return isLeaving && this.#event !== null && this.#event.waitlistCount > 0
      ? readHeads(this.#effort, this.#eventId, GROUPS.handOvers.people)
      : [];
  }

  async #refuse(tickets: Asking[]): Promise<void> {
    const now = this.#effort.now();
    await Promise.all(tickets.map((ticket) => this.#effort.tryOnce((table) => table.write(refuseTicket(ticket, now)))));
    this.#noteServed(tickets);
  }

  async #forget(tickets: Asking[]): Promise<void> {
    await Promise.all(tickets.map((ticket) => this.#effort.tryOnce((table) => table.write(forgetTicket(ticket)))));
    this.#noteServed(tickets);
  }

  #noteServed(tickets: Asking[]): void {
    const decided = new Set(tickets.map((ticket) => sortKeyOf(keyOfTicket(ticket))));
    this.#unserved = this.#unserved.filter((ticket) => !decided.has(sortKeyOf(ticket)));
    this.#seen = this.#seen.filter((ticket) => !decided.has(sortKeyOf(ticket)));
    if (tickets.some((ticket) => this.#isOwn(ticket))) {
      this.#onDutySinceMs ??= this.#effort.nowMs();
    }
  }

  /** Another combiner may have served the own ticket: then a reading that reaches its place does not find it. */
  #noteIfServed(read: TicketItem[], shards: { readTo: string | null }[]): void {
    const key = sortKeyOf(keyOfTicket(this.#own));
    const isReached = shards.every(({ readTo }) => readTo === null || key <= readTo);
    if (isReached && !read.some((ticket) => this.#isOwn(ticket) && ticket.state === 'ASKED')) {
      this.#onDutySinceMs ??= this.#effort.nowMs();
    }
  }

  #isOwn({ userId, requestId }: Asking): boolean {
    return userId === this.#own.userId && requestId === this.#own.requestId;
  }

  /**
   * Decides what else these people have asked for in the same way, all at once: one of it is done, or cannot be. A
   * second ticket of the same request is taken away, as its work is done; whoever waits for it will see.
   */
  async #settleOthersOf(members: Asking[]): Promise<void> {
    const others = this.#seen.filter((ticket) =>
      members.some(
        (member) =>
          member.userId === ticket.userId &&
          member.wish.kind === ticket.wish.kind &&
          sortKeyOf(keyOfTicket(member)) !== sortKeyOf(ticket),
      ),
    );
    const isSameRequest = ({ userId, requestId }: Asking): boolean =>
      members.some((member) => member.userId === userId && member.requestId === requestId);
    await this.#forget(others.filter(isSameRequest));
    await this.#refuse(others.filter((ticket) => !isSameRequest(ticket)));
  }

  async #commit({ kind, actions, members, heads }: NonNullable<Plan['group']>): Promise<void> {
    const effort = this.#effort;
    await effort.sleep(this.#nextMs - effort.nowMs());
    if (this.#isOffered && !(await this.#isInCharge())) {
      return;
    }
    this.#nextMs = effort.nowMs() + PACE_MS[kind] * this.#slowness;
    // Beyond the first deadline of its members nothing of it may take effect any more.
    const untilMs = Math.min(...members.map(({ deadlineMs }) => deadlineMs));
    if (untilMs - effort.nowMs() < TAKE_MS) {
      return;
    }
    const settlement = await effort.transact(actions, untilMs);
    if (settlement.isDone) {
      this.#losses = 0;
      this.#slowness = Math.max(this.#slowness * FASTER, 1);
      this.#event = null;
      this.#flagUntilMs = effort.nowMs() + FLAG_MS;
      this.#noteServed(members);
      await this.#settleOthersOf(members);
      return;
    }
    const { reasons } = settlement;
    const [event] = reasons;
    this.#event = event && judgeReason(event) === 'FAILED' ? (event.item as EventItem | null) : null;
    if (hasFailed(reasons)) {
      this.#unserved = [];
      await this.#clearAway(kind, members, heads, reasons);
      return;
    }
    this.#losses += 1;
    if (isThrottled(reasons)) {
      this.#slowness = Math.min(this.#slowness * SLOWER, SLOWEST);
      this.#nextMs = effort.nowMs() + PACE_MS[kind] * this.#slowness;
    } else {
      await effort.pause();
    }
  }

  /** Refuses the members that the reasons name, all at once, and takes damaged heads out of the queue. */
  async #clearAway(kind: GroupKind, members: Asking[], heads: WaitlistEntryItem[], reasons: Reason[]): Promise<void> {
    const { actionsEach } = GROUPS[kind];
    const ofMember = (index: number) => reasons.slice(1 + index * actionsEach, 1 + (index + 1) * actionsEach);
    const isOwnFault = (index: number): boolean => {
      const own = ofMember(index).slice(0, -1);
      return (kind === 'handOvers' ? own.slice(0, 1) : own).some((reason) => judgeReason(reason) === 'FAILED');
    };
    const isOwnWork = (member: Asking, index: number): boolean =>
      ofMember(index).some(
        ({ item }) => item?.requestId === member.requestId && item.entityType === ENTITY_TYPES.registration,
      );
    const atFault = members.filter((_, index) => isOwnFault(index));
    const served = members.filter((member, index) => isOwnFault(index) && isOwnWork(member, index));
    // A repeated call has left a second ticket: its work is done, as whoever waits for it will see.
    await this.#forget(served);
    await this.#refuse(atFault.filter((member) => !served.includes(member)));
    await this.#settleOthersOf(atFault.filter(({ wish }) => wish.kind === 'register'));
    for (const [index, head] of heads.entries()) {
      const [, entry, registration] = ofMember(index);
      if (looksDamaged(entry, registration)) {
        await dropIfDamaged(this.#effort, head);
      }
    }
  }
}

/** Whether it was not others who were in the way, but the limit of a partition. */
function isThrottled(reasons: Reason[]): boolean {
  return !reasons.some(({ type }) => type === 'TransactionConflict');
}

/** Whether a ticket is undecided, and has enough time left to take effect. */
function mayBeTaken({ state, deadlineMs }: TicketItem, nowMs: number): boolean {
  return state === 'ASKED' && deadlineMs - nowMs >= TAKE_MS;
}
