import { allOf, is } from '../condition.ts';
import type { EventItem } from '../item.ts';
import type { Action } from '../transaction.ts';
import { changeEvent } from './change.ts';
import { UNKNOWN_NOTED } from './noted.ts';

/** The numbers of an event that other items must bear out. */
export interface EventNumbers {
  /** Undefined: not known, and not stored. */
  currentRegistrations: number | undefined;
  waitlistCount: number;
  waitlistTail: string;
  /** How many have left the queue; more than any place knows of, so that all are counted. */
  departures: number;
  /** How many of them are noted (`isNoted`); undefined: not known, and places are counted from then on. */
  waitlistNoted?: number;
}

/**
 * Damage only: sets an event's numbers to what has been counted, if the event has not changed since it was read, which
 * was before the counting began. Every registration and every waitlist entry that comes or goes changes the event.
 * `waitlistVersion` skips one, so that all who count along notice and fetch afresh.
 */
export function recountEvent(read: EventItem, counted: EventNumbers, now: string): Action {
  const condition = allOf<EventItem>([is('version', read.version), is('createdAt', read.createdAt)]);
  const { departures, currentRegistrations, waitlistCount, waitlistTail, waitlistNoted = UNKNOWN_NOTED } = counted;
  // What is not known stays away.
  const seats = currentRegistrations === undefined ? {} : { currentRegistrations };
  const queue = { waitlistCount, waitlistTail, waitlistNoted, waitlistJoins: departures + waitlistCount };
  const values = { ...seats, ...queue };
  return changeEvent(read.eventId, { increments: { waitlistVersion: 2 }, values }, condition, now);
}
