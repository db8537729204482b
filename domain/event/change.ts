import { eventKey } from '../keys.ts';
import type { EventItem, LastWaitlistChange } from '../item.ts';
import type { Action, Expression } from '../transaction.ts';
import { changing } from '../update.ts';
import { UNKNOWN_NOTED } from './noted.ts';
import { isWhole } from './seats.ts';

/** What changes in an event's item. */
export interface EventUpdate {
  /** Added to counters and capacity. */
  increments?: Record<string, number>;
  values?: Record<string, unknown>;
  /** Values of attributes that have none yet. */
  first?: Record<string, unknown>;
  removed?: string[];
  /** Attributes that get the event's new `version`. */
  stamped?: string[];
  /** Given whenever the waitlist changes; it also counts `waitlistVersion` up. */
  waitlist?: LastWaitlistChange;
  /** How many changes of the waitlist this stands for, of which `waitlist` is the last: one if left out. */
  waitlistChanges?: number;
  /** How many of those who leave the queue leave it out of turn and are on no page. */
  unnoted?: number;
  /** The event as read, if it was, for what cannot be counted on (damage). */
  read?: EventItem;
}

/**
 * The update of an event's item. Every change counts `version` up; every change of the waitlist also `waitlistVersion`,
 * and `waitlistNoted` those who leave it: who is promoted is the first, and whoever leaves out of turn is on a page.
 */
export function changeEvent(eventId: string, change: EventUpdate, condition: Expression, now: string): Action {
  const changes = change.waitlistChanges ?? 1;
  const waitlistIncrement: Record<string, number> = change.waitlist ? { waitlistVersion: changes } : {};
  const waitlistValue = change.waitlist ? { lastWaitlistChange: change.waitlist } : {};
  const noted = Math.max(0, -(change.increments?.waitlistCount ?? 0)) - (change.unnoted ?? 0);
  const isLost = change.read !== undefined && !isWhole(change.read.waitlistNoted ?? 0);
  const notedIncrement: Record<string, number> = noted > 0 && !isLost ? { waitlistNoted: noted } : {};
  const notedValue = noted > 0 && isLost ? { waitlistNoted: UNKNOWN_NOTED } : {};
  const update = changing(
    { ...change.increments, version: 1, ...waitlistIncrement, ...notedIncrement },
    { ...change.values, ...waitlistValue, ...notedValue, updatedAt: now },
    change.removed ?? [],
    {
      begun: noted > 0 && !isLost ? { waitlistNoted: UNKNOWN_NOTED } : {},
      copied: { of: 'version', to: change.stamped ?? [] },
      first: change.first ?? {},
    },
  );
  return { operation: 'UpdateItem', key: eventKey(eventId), update, condition };
}
