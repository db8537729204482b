/**
 * Transactions that do for many what others do for one (docs/design.md#the-lane). Each is bound to the event as it was
 * read, so every answer is known before it is sent, and takes the tickets that it serves, so none is served twice. A
 * refusal names everything that stood against it: the event's reason comes first, then `actionsEach` for each member,
 * and last those of leavers' pages, which only damage refuses.
 */

import { absent, allOf, exists, is, isStill } from '../condition.ts';
import { changeEvent, type EventUpdate } from '../event/change.ts';
import { isWhole } from '../event/seats.ts';
import type { EventItem, Join, RegistrationItem, WaitlistEntryItem, Wish } from '../item.ts';
import { registrationKey, waitlistEntryKey } from '../keys.ts';
import { registrationAttributes } from '../registration/registration.ts';
import { isRegistered, isRegisteredSince } from '../registration/releaseSeat.ts';
import type { Action, Expression } from '../transaction.ts';
import { departuresBefore, joinsAfter } from '../waitlist/departures.ts';
import { entryAttributes } from '../waitlist/joinWaitlist.ts';
import { isJoin, noteLeavers, pagesOf } from '../waitlist/leavers.ts';
import { promote } from '../waitlist/promotion.ts';
import { answerTicket, takeTicket, type Asking } from './ticket.ts';

/** Actions of a transaction, at most. */
const ACTIONS = 100;

/** A ticket whose wish is of this kind. */
export type AskingFor<Kind extends Wish['kind']> = Asking & { wish: Extract<Wish, { kind: Kind }> };

/** How many people each kind of group takes, and how many actions each of them needs. */
export const GROUPS = {
  seats: { actionsEach: 2, people: Math.floor((ACTIONS - 1) / 2) },
  places: { actionsEach: 3, people: Math.floor((ACTIONS - 1) / 3) },
  releases: { actionsEach: 2, people: Math.floor((ACTIONS - 1) / 2) },
  handOvers: { actionsEach: 4, people: Math.floor((ACTIONS - 1) / 4) },
  departures: { actionsEach: 3, people: Math.floor((ACTIONS - 2) / 3) },
};
export type GroupKind = keyof typeof GROUPS;

/** The event is as it was read: nothing has changed it, nor was it created anew. */
function isAsRead(event: EventItem): Expression {
  return allOf<EventItem>([is('version', event.version), is('createdAt', event.createdAt)]);
}

function changeRead(event: EventItem, change: EventUpdate, laneUntil: string, now: string): Action {
  const values = { ...change.values, laneUntil };
  return changeEvent(event.eventId, { ...change, values, read: event }, isAsRead(event), now);
}

/** Everybody gets a seat of an event that has so many free, with nobody waiting. */
export function reserveSeats(
  event: EventItem,
  tickets: AskingFor<'register'>[],
  laneUntil: string,
  now: string,
): Action[] {
  return [
    changeRead(event, { increments: { currentRegistrations: tickets.length } }, laneUntil, now),
    ...tickets.flatMap((ticket): Action[] => [
      {
        operation: 'PutItem',
        key: registrationKey(ticket.userId, event.eventId),
        attributes: { ...registrationAttributes(ticket, 'REGISTERED', ticket.organizer, now), registeredAt: now },
        condition: allOf<RegistrationItem>([absent()]),
      },
      takeTicket(ticket),
    ]),
  ];
}

/**
 * Everybody gets a place at the end of the queue, in this order.
 * @param waitlistedAt of each, ascending, later than the event's `waitlistTail`
 */
export function takePlaces(
  event: EventItem,
  tickets: AskingFor<'register'>[],
  waitlistedAt: string[],
  laneUntil: string,
  now: string,
): Action[] {
  const count = tickets.length;
  const last = waitlistedAt[count - 1] ?? '';
  const joinedCount = event.waitlistCount + count;
  const joinedVersion = event.waitlistVersion + 1;
  const before = departuresBefore(event);
  const change: EventUpdate = {
    increments: { waitlistCount: count },
    values: { waitlistTail: last, ...joinsAfter(event, count) },
    waitlist: { kind: 'JOINED', waitlistedAt: last, count },
  };
  return [
    changeRead(event, change, laneUntil, now),
    ...tickets.flatMap((ticket, index): Action[] => {
      const own = { waitlistedAt: waitlistedAt[index] ?? '', joinedPosition: event.waitlistCount + 1 + index };
      return [
        {
          operation: 'PutItem',
          key: waitlistEntryKey(event.eventId, own.waitlistedAt, ticket.userId),
          attributes: entryAttributes(ticket, own, before, now),
          condition: allOf<WaitlistEntryItem>([absent()]),
        },
        {
          operation: 'PutItem',
          key: registrationKey(ticket.userId, event.eventId),
          attributes: {
            ...registrationAttributes(ticket, 'WAITLISTED', ticket.organizer, now),
            ...own,
            ...before,
            joinedCount,
            joinedVersion,
          },
          condition: allOf<RegistrationItem>([absent()]),
        },
        takeTicket(ticket),
      ];
    }),
  ];
}

/**
 * Everybody gives their seat back, with nobody to get it (`releaseSeat`). The event never counts below 0, even if it
 * has counted too few, and not at all what is no number.
 */
export function releaseSeats(
  event: EventItem,
  tickets: AskingFor<'leaveSeat'>[],
  laneUntil: string,
  now: string,
): Action[] {
  const { currentRegistrations } = event;
  const counted = Math.min(tickets.length, Math.max(0, currentRegistrations));
  const increments: Record<string, number> = isWhole(currentRegistrations) ? { currentRegistrations: -counted } : {};
  return [
    changeRead(event, { increments }, laneUntil, now),
    ...tickets.flatMap((ticket): Action[] => [giveUpSeat(ticket), answerTicket(ticket, null, now)]),
  ];
}

/**
 * Everybody's seat goes to the head of the queue, who leaves it: the first one's to the first, and so on.
 * @param heads the first entries of the queue, as many as tickets; none of a user who has one of these
 */
export function handOverSeats(
  event: EventItem,
  tickets: AskingFor<'leaveSeat'>[],
  heads: WaitlistEntryItem[],
  laneUntil: string,
  now: string,
): Action[] {
  const count = heads.length;
  const change: EventUpdate = {
    increments: { waitlistCount: -count },
    waitlist: { kind: 'PROMOTED', waitlistedAt: heads[count - 1]?.waitlistedAt ?? '', count },
  };
  return [
    changeRead(event, change, laneUntil, now),
    ...tickets.flatMap((ticket, index): Action[] => {
      const head = heads[index]!;
      return [giveUpSeat(ticket), ...promote(head, now), answerTicket(ticket, head.userId, now)];
    }),
  ];
}

/** How many of these a transaction holds: each page on which one of them is noted is an action as well. */
export function departuresAtOnce(event: EventItem, tickets: AskingFor<'leaveWaitlist'>[]): number {
  const { actionsEach, people } = GROUPS.departures;
  const pages = (count: number) => pagesOf(joinsToNote(event, tickets.slice(0, count))).length;
  return tickets.slice(0, people).filter((_, index) => 1 + actionsEach * (index + 1) + pages(index + 1) <= ACTIONS)
    .length;
}

/** Which different joins of this event's queue are those who leave it. */
function joinsToNote({ createdAt }: EventItem, tickets: AskingFor<'leaveWaitlist'>[]): Join[] {
  const joins = tickets.flatMap(({ wish: { join } }) => (join && isJoin(join) && join.event === createdAt ? join : []));
  return joins.filter(({ number }, index) => !joins.slice(0, index).some((one) => one.number === number));
}

/**
 * Everybody gives up their place in the queue. Those places lie anywhere in it, which no one message can tell: it is as
 * if they had left one after the other, and only the last one's message had arrived, so whoever counts along fetches.
 */
export function leaveQueue(
  event: EventItem,
  tickets: AskingFor<'leaveWaitlist'>[],
  laneUntil: string,
  now: string,
): Action[] {
  const count = tickets.length;
  const joins = joinsToNote(event, tickets);
  const change: EventUpdate = {
    increments: { waitlistCount: -count },
    waitlist: { kind: 'LEFT', waitlistedAt: tickets[count - 1]?.wish.waitlistedAt ?? '', count: 1 },
    waitlistChanges: count,
    unnoted: count - joins.length,
  };
  return [
    changeRead(event, change, laneUntil, now),
    ...tickets.flatMap((ticket): Action[] => {
      const { pinned, waitlistedAt } = ticket.wish;
      const isStillWaiting = allOf<RegistrationItem>([
        is('registrationStatus', 'WAITLISTED'),
        is('waitlistedAt', waitlistedAt),
        isStill('requestId', pinned),
      ]);
      return [
        { operation: 'DeleteItem', key: registrationKey(ticket.userId, event.eventId), condition: isStillWaiting },
        {
          operation: 'DeleteItem',
          key: waitlistEntryKey(event.eventId, waitlistedAt, ticket.userId),
          condition: allOf<WaitlistEntryItem>([exists()]),
        },
        answerTicket(ticket, null, now),
      ];
    }),
    ...noteLeavers(event.eventId, joins),
  ];
}

function giveUpSeat(ticket: AskingFor<'leaveSeat'>): Action {
  const { pinned, begunAt } = ticket.wish;
  const condition = pinned === null ? isRegisteredSince(begunAt) : isRegistered(pinned);
  return { operation: 'DeleteItem', key: registrationKey(ticket.userId, ticket.eventId), condition };
}
