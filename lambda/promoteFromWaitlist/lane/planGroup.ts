import { freeSeats } from '../../../domain/event/seats.ts';
import { isLive, isPublic } from '../../../domain/event/status.ts';
import type { EventItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { FLAG_MS } from '../../../domain/event/laneFlag.ts';
import { isWithin } from '../../../domain/event/window.ts';
import {
  departuresAtOnce,
  GROUPS,
  handOverSeats,
  leaveQueue,
  releaseSeats,
  reserveSeats,
  takePlaces,
  type AskingFor,
  type GroupKind,
} from '../../../domain/lane/group.ts';
import type { Asking } from '../../../domain/lane/ticket.ts';
import { joiningTimeMs, timestampOf } from '../../../domain/timestamp.ts';
import type { Action } from '../../../domain/transaction.ts';

/** What is to be done next in a lane. */
export interface Plan {
  /** The transaction that serves `members`, in their order; null if nobody can be served now. */
  group: { kind: GroupKind; actions: Action[]; members: Asking[]; heads: WaitlistEntryItem[] } | null;
  /** The tickets that the event as it is cannot serve: whoever left them has to decide anew. */
  refused: Asking[];
}

/**
 * Serves as many as one transaction holds, all of whom wish the same as whoever has asked first, in the order of
 * asking. Done one after the other, each of them would get the same.
 * @param event as read, null if there is none
 * @param heads the first entries of its queue, read after the event; where there are more, one beyond a group
 * @param tickets undecided, in the order of asking; of each user the first only
 * @param nowMs epoch milliseconds
 */
export function planGroup(event: EventItem | null, heads: WaitlistEntryItem[], tickets: Asking[], nowMs: number): Plan {
  const [served, refused] = partition(tickets, (ticket) => event !== null && mayServe(event, ticket));
  const [first] = served;
  if (event === null || first === undefined) {
    return { group: null, refused };
  }
  const now = timestamp(nowMs);
  const laneUntil = timestamp(nowMs + FLAG_MS);
  const make = (kind: GroupKind, members: Asking[], actions: Action[], promoted: WaitlistEntryItem[] = []): Plan => ({
    group: { kind, actions, members, heads: promoted },
    refused,
  });
  if (isFor('register', first)) {
    const wishing = served.filter((one) => isFor('register', one));
    const free = event.waitlistCount > 0 ? 0 : freeSeats(event);
    if (free > 0) {
      const members = wishing.slice(0, Math.min(free, GROUPS.seats.people));
      return make('seats', members, reserveSeats(event, members, laneUntil, now));
    }
    const members = wishing.slice(0, GROUPS.places.people);
    const firstMs = joiningTimeMs(nowMs, event.waitlistTail === '' ? null : Date.parse(event.waitlistTail));
    const waitlistedAt = members.map((_, index) => timestamp(firstMs + index));
    return make('places', members, takePlaces(event, members, waitlistedAt, laneUntil, now));
  }
  if (isFor('leaveWaitlist', first)) {
    const wishing = served.filter((one) => isFor('leaveWaitlist', one));
    const members = wishing.slice(0, Math.min(departuresAtOnce(event, wishing), Math.max(0, event.waitlistCount)));
    return members.length === 0
      ? { group: null, refused: [...refused, first] }
      : make('departures', members, leaveQueue(event, members, laneUntil, now));
  }
  const wishing = served.filter((one) => isFor('leaveSeat', one)) as AskingFor<'leaveSeat'>[];
  if (event.waitlistCount === 0 || !isLive(event.status)) {
    const members = wishing.slice(0, GROUPS.releases.people);
    return make('releases', members, releaseSeats(event, members, laneUntil, now));
  }
  const tooMany = -freeSeats(event);
  if (tooMany > 0) {
    const members = wishing.slice(0, Math.min(tooMany, GROUPS.releases.people));
    return make('releases', members, releaseSeats(event, members, laneUntil, now));
  }
  const promoted = headsFor(wishing, heads.slice(0, event.waitlistCount));
  const members = wishing.slice(0, promoted.length);
  return members.length === 0
    ? { group: null, refused: [...refused, first] }
    : make('handOvers', members, handOverSeats(event, members, promoted, laneUntil, now), promoted);
}

/** Whether the event lets this wish come true, now or as soon as a person before has got theirs. */
function mayServe(event: EventItem, { wish, organizer, askedAt }: Asking): boolean {
  if (organizer !== null && event.organizer !== organizer) {
    return false;
  }
  if (wish.kind === 'leaveSeat' || wish.kind === 'leaveWaitlist') {
    return isPublic(event);
  }
  if (wish.kind !== 'register') {
    return false;
  }
  const hasSeat = event.waitlistCount === 0 && freeSeats(event) > 0;
  const isOpen = event.status === 'OPEN' && isWithin(event, wish.begunAt ?? askedAt);
  return isOpen && (hasSeat || event.waitlistEnabled);
}

/**
 * The heads that get the seats of these leavers. No transaction may touch a registration twice, so it ends before a
 * leaver who is one of the heads (which is damage).
 */
function headsFor(leavers: Asking[], heads: WaitlistEntryItem[]): WaitlistEntryItem[] {
  const users = new Set<string>();
  const limit = Math.min(leavers.length, heads.length, GROUPS.handOvers.people);
  for (let count = 0; count < limit; count += 1) {
    const both = [leavers[count]!.userId, heads[count]!.userId];
    if (both.some((userId) => users.has(userId)) || both[0] === both[1]) {
      return heads.slice(0, count);
    }
    both.forEach((userId) => users.add(userId));
  }
  return heads.slice(0, limit);
}

function isFor<Kind extends Asking['wish']['kind']>(kind: Kind, asking: Asking): asking is AskingFor<Kind> {
  return asking.wish.kind === kind;
}

function partition<T>(all: T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

function timestamp(ms: number): string {
  return timestampOf(new Date(ms).toISOString());
}
