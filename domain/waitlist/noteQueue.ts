import { recountEvent } from '../event/recountEvent.ts';
import type { EventItem, Join } from '../item.ts';
import type { Action } from '../transaction.ts';
import { departuresOf } from './departures.ts';
import { rewriteLeavers } from './leavers.ts';

/** Who has left a queue out of turn, by who is there: all joins that are on these pages. */
export interface Leavers {
  pages: Join[];
  joins: Join[];
}

/**
 * Damage only, and queues from before leavers were noted: notes who has left, if the event has not changed since it was
 * read, which was before the queue was.
 * @param leavers null: that cannot be known; places are counted from then on
 */
export function noteQueue(read: EventItem, leavers: Leavers | null, now: string): Action[] {
  const departures = departuresOf(read);
  const recount = recountEvent(read, { ...read, departures, waitlistNoted: leavers ? departures : undefined }, now);
  return [recount, ...(leavers === null ? [] : rewriteLeavers(read.eventId, leavers.pages, leavers.joins))];
}
