import { UNCOUNTABLE } from '../../../domain/error.ts';
import { hasVersions, isWhole } from '../../../domain/event/seats.ts';
import { isLive } from '../../../domain/event/status.ts';
import type { EventItem, LeaseItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, eventKey, leaseKey } from '../../../domain/keys.ts';
import { FLAG_MS, raiseFlag } from '../../../domain/event/laneFlag.ts';
import { GROUPS, type GroupKind } from '../../../domain/lane/group.ts';
import { isHeld, keepLease, LEASE_MS, offerLease, returnLease, takeLease } from '../../../domain/lane/lease.ts';
import { withoutNote, type Asking } from '../../../domain/lane/ticket.ts';
import { isTail } from '../../../domain/timestamp.ts';
import { hasFailed, judgeReason, type Reason } from '../../../domain/verdict.ts';
import { ENTRIES_AT_ONCE, looksDamaged, mendIfDamaged, readHeads } from '../damage.ts';
import type { Effort } from '../effort/effort.ts';
import { planGroup, type Plan } from './planGroup.ts';
import { Reading, TAKE_MS } from './reading.ts';
import { giveWay } from './rightOfWay.ts';

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
 * A crowd that keeps coming does not fill its groups. Then they follow each other more slowly, so that they are larger:
 * each writes the event once.
 */
const STEADY = { least: 8, paceMs: 95 };
/**
 * After a group that was throttled, groups follow each other so much slower, and then so much faster after each that
 * was not: what is sent too early is throttled half-way, and wastes what the partition has to give.
 */
const SLOWER = 1.6;
const FASTER = 0.995;
/** So many tickets at once, or a conflict with more than one, are a crowd. */
const CROWD = 4;
/**
 * From the beginning of one group to that of the next, in milliseconds: as fast as the event's partition in the table
 * and in the inverted index takes them, at 1,000 write units a second.
 */
const PACE_MS: Record<GroupKind, number> = { seats: 40, places: 60, releases: 40, handOvers: 60, departures: 60 };

/**
 * Works through the lane of an event, if nobody else does: in the order of asking, for as many at once as a transaction
 * holds (docs/design.md#the-lane). Ends when the lane is empty, or when others watch after the own ticket is served.
 * Another combiner at the same time only gets in the way: everything is decided by the conditions of the transactions.
 * @param own what the one who does it has asked for
 * @param lease as it was read just now
 * @returns whether it has; else somebody else does
 * @throws OutOfTime, or an Error if the event's versions are none
 */
export async function combineIfFree(effort: Effort, own: Asking, lease: LeaseItem | null): Promise<boolean> {
  const { eventId } = own;
  if (isHeld(lease, effort.nowMs())) {
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
  readonly #reading: Reading;
  /** Whether the lease is free for somebody else to take. */
  #isOffered = false;
  #leaseUntilMs: number;
  /** Until when the flag is up as far as this combiner knows, in epoch milliseconds. */
  #flagUntilMs = 0;
  /** Groups lost in a row to whoever else was at the event. */
  #losses = 0;
  /** So many times as long as `paceMs` groups wait for each other, since the partition gives no more; 1 or more. */
  #slowness = 1;
  /** Before that, in epoch milliseconds, no group is sent. */
  #nextMs = 0;
  /** Whether those who give a place up can be noted: not on a page that is damaged. */
  #mayNote = true;
  /** Null: to be read. */
  #event: EventItem | null = null;

  constructor(effort: Effort, eventId: string, holder: string, own: Asking) {
    this.#effort = effort;
    this.#eventId = eventId;
    this.#holder = holder;
    this.#reading = new Reading(effort, eventId, own);
    this.#leaseUntilMs = effort.nowMs() + LEASE_MS;
  }

  async run(): Promise<void> {
    await this.#reading.lookAtOwn();
    for (;;) {
      if (!(await this.#isInCharge())) {
        return;
      }
      const [tickets, hasPaused, event] = await Promise.all([
        this.#reading.next(),
        giveWay(this.#effort, this.#eventId),
        this.#event ?? this.#effort.read((table) => table.get<EventItem>(eventKey(this.#eventId))),
      ]);
      this.#event = event;
      if (hasPaused) {
        this.#event = null;
        continue;
      }
      if (tickets.length === 0) {
        return;
      }
      if (event !== null && !hasVersions(event)) {
        throw new Error(UNCOUNTABLE);
      }
      await this.#raiseFlag(tickets.length);
      const seen = this.#event === null ? 0 : entriesToSee(this.#event, tickets);
      const heads = seen === 0 ? [] : await readHeads(this.#effort, this.#eventId, seen);
      if (this.#event !== null && (isMiscounted(this.#event, heads, seen) || hasLostTail(this.#event, tickets))) {
        await this.#recount(this.#event);
        continue;
      }
      const known = this.#event === null ? null : { ...this.#event, eventId: this.#eventId };
      const wishing = this.#mayNote ? tickets : tickets.map(withoutNote);
      const plan = planGroup(known, heads, wishing, this.#effort.nowMs());
      await this.#reading.refuse(plan.refused);
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
    const { ownDecidedMs } = this.#reading;
    if (ownDecidedMs !== null && nowMs - ownDecidedMs >= DUTY_MS) {
      this.#isOffered = true;
      return (await this.#effort.write(offerLease(this.#eventId, this.#holder, nowMs))).isDone;
    }
    if (this.#leaseUntilMs - nowMs > LEASE_MS / 2) {
      return true;
    }
    this.#leaseUntilMs = nowMs + LEASE_MS;
    return (await this.#effort.write(keepLease(this.#eventId, this.#holder, nowMs))).isDone;
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

  /**
   * The event seems to count others than its queue has, or to have lost its tail: if it has not changed since it was
   * read, that is damage.
   */
  async #recount(read: EventItem): Promise<void> {
    this.#event = await this.#effort.read((table) => table.get<EventItem>(eventKey(this.#eventId)));
    if (this.#event?.version !== read.version) {
      return;
    }
    this.#event = null;
    if (!(await mendIfDamaged(this.#effort, this.#eventId))) {
      await this.#effort.sleep(IDLE_MS);
    }
  }

  async #commit({ kind, actions, members, heads }: NonNullable<Plan['group']>): Promise<void> {
    const effort = this.#effort;
    await effort.sleep(this.#nextMs - effort.nowMs());
    if (this.#isOffered && !(await this.#isInCharge())) {
      return;
    }
    this.#nextMs = effort.nowMs() + paceMs(kind, members.length) * this.#slowness;
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
      this.#reading.noteServed(members);
      await this.#reading.settleOthersOf(members);
      return;
    }
    const { reasons } = settlement;
    const [event] = reasons;
    this.#event = event && judgeReason(event) === 'FAILED' ? (event.item as EventItem | null) : null;
    if (hasFailed(reasons)) {
      this.#reading.forgetRead();
      await this.#clearAway(kind, members, heads, reasons);
      return;
    }
    this.#losses += 1;
    if (isThrottled(reasons)) {
      this.#slowness = SLOWER;
      this.#nextMs = effort.nowMs() + paceMs(kind, members.length) * this.#slowness;
    } else {
      await effort.pause();
    }
  }

  /** Refuses the members that the reasons name, all at once, and takes damaged heads out of the queue. */
  async #clearAway(kind: GroupKind, members: Asking[], heads: WaitlistEntryItem[], reasons: Reason[]): Promise<void> {
    const { actionsEach } = GROUPS[kind];
    this.#mayNote &&= !hasFailed(reasons.slice(1 + members.length * actionsEach));
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
    await this.#reading.forget(served);
    await this.#reading.settleOthersOf(served);
    await this.#reading.refuseWithOthers(atFault.filter((member) => !served.includes(member)));
    const damaged = heads.filter((_, index) => {
      const [, entry, registration] = ofMember(index);
      return looksDamaged(entry, registration);
    });
    if (damaged.length > 0) {
      await mendIfDamaged(this.#effort, this.#eventId, { entries: damaged.slice(0, ENTRIES_AT_ONCE) });
    }
  }
}

/**
 * How many entries of the queue must be seen before the next group: one more than it takes out, so that nobody is left
 * behind whom the event does not count. 0 where none leaves the queue, or where the event counts more than can leave.
 */
function entriesToSee({ status, waitlistCount }: EventItem, tickets: Asking[]): number {
  const kind = tickets[0]?.wish.kind;
  if (kind === 'leaveSeat') {
    return isLive(status) ? GROUPS.handOvers.people + 1 : 0;
  }
  const leaving = Math.min(tickets.length, GROUPS.departures.people);
  return kind === 'leaveWaitlist' && waitlistCount <= leaving ? leaving + 1 : 0;
}

/** Whether the event, as read, counts others than the front of its queue shows, of which so many were read at most. */
function isMiscounted({ waitlistCount }: EventItem, heads: WaitlistEntryItem[], limit: number): boolean {
  return !isWhole(waitlistCount) || waitlistCount < 0 || heads.length !== Math.min(waitlistCount, limit);
}

/** Whether nobody can join the queue behind its tail, although somebody wants to. */
function hasLostTail({ waitlistTail }: EventItem, tickets: Asking[]): boolean {
  return !isTail(waitlistTail) && tickets.some(({ wish }) => wish.kind === 'register');
}

/** How long after the beginning of this group the next one begins, unless the partition throttles. */
function paceMs(kind: GroupKind, people: number): number {
  const isSteady = people >= STEADY.least && people < GROUPS[kind].people;
  return isSteady ? STEADY.paceMs : PACE_MS[kind];
}

/** Whether it was not others who were in the way, but the limit of a partition. */
function isThrottled(reasons: Reason[]): boolean {
  return !reasons.some(({ type }) => type === 'TransactionConflict');
}
