import { allOf, is } from '../condition.ts';
import type { EventItem } from '../item.ts';
import type { Action } from '../transaction.ts';
import { changeEvent } from './change.ts';

/** The numbers of an event that other items must bear out. */
export interface EventNumbers {
  currentRegistrations: number;
  waitlistCount: number;
  waitlistTail: string;
  /** How many have left the queue; more than any place knows of, so that all are counted. */
  departures: number;
  /** How many of them are noted, if it is known (`isNoted`). */
  waitlistNoted?: number;
}

/**
 * Damage only: sets an event's numbers to what has been counted, if the event has not changed since it was read, which
 * was before the counting began. Every registration and every waitlist entry that comes or goes changes the event.
 * `waitlistVersion` skips one, so that all who count along notice and fetch afresh.
 */
export function recountEvent(read: EventItem, counted: EventNumbers, now: string): Action {
  const condition = allOf<EventItem>([is('version', read.version), is('createdAt', read.createdAt)]);
  const { departures, currentRegistrations, waitlistCount, waitlistTail, waitlistNoted } = counted;
  const noted = waitlistNoted === undefined ? {} : { waitlistNoted };
  const numbers = { currentRegistrations, waitlistCount, waitlistTail, ...noted };
  const values = { ...numbers, waitlistJoins: departures + waitlistCount };
  return changeEvent(read.eventId, { increments: { waitlistVersion: 2 }, values }, condition, now);
}
