import { eventKey } from '../keys.ts';
import type { LastWaitlistChange } from '../item.ts';
import type { Action, Expression } from '../transaction.ts';
import { changing } from '../update.ts';

/** What changes in an event's item. */
export interface EventUpdate {
  /** Added to counters and capacity. */
  increments?: Record<string, number>;
  values?: Record<string, unknown>;
  removed?: string[];
  /** Attributes that get the event's new `version`. */
  stamped?: string[];
  /** Given whenever the waitlist changes; it also counts `waitlistVersion` up. */
  waitlist?: LastWaitlistChange;
  /** How many changes of the waitlist this stands for, of which `waitlist` is the last: one if left out. */
  waitlistChanges?: number;
}

/**
 * The update of an event's item. Every change counts `version` up; every change of the waitlist also `waitlistVersion`.
 */
export function changeEvent(eventId: string, change: EventUpdate, condition: Expression, now: string): Action {
  const changes = change.waitlistChanges ?? 1;
  const waitlistIncrement: Record<string, number> = change.waitlist ? { waitlistVersion: changes } : {};
  const waitlistValue = change.waitlist ? { lastWaitlistChange: change.waitlist } : {};
  const update = changing(
    { ...change.increments, version: 1, ...waitlistIncrement },
    { ...change.values, ...waitlistValue, updatedAt: now },
    change.removed ?? [],
    { of: 'version', to: change.stamped ?? [] },
  );
  return { operation: 'UpdateItem', key: eventKey(eventId), update, condition };
}
