import { absent, allOf, either, exists, is, lacks, not } from '../condition.ts';
import type { CancellationItem, EventItem, RegistrationItem } from '../item.ts';
import { cancellationKey, ENTITY_TYPES, eventKey, keyOf, type Key } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';
import { isWhole } from './seats.ts';

/** How far it has come that everybody is told, as the API shows it. */
export interface Cancellation {
  total: number;
  told: number;
  completedAt: string | null;
}

/** A cancelled event, as far as telling its people needs it. */
export type Cancelled = Pick<EventItem, 'eventId' | 'createdAt'> & { cancelledAt: string };

/** The API's view of a cancelled event's progress as stored (null: nothing is), which may be left by another event. */
export function toCancellation(eventCreatedAt: string, item: CancellationItem | null): Cancellation {
  return item !== null && item.event === eventCreatedAt
    ? { total: item.total, told: item.told, completedAt: item.completedAt ?? null }
    : { total: 0, told: 0, completedAt: null };
}

/** How many are in an event, as it counts them; what is no number (damage) counts as nobody. */
export function peopleIn({ currentRegistrations, waitlistCount }: EventItem): number {
  return (isWhole(currentRegistrations) ? currentRegistrations : 0) + (isWhole(waitlistCount) ? waitlistCount : 0);
}

/**
 * Begins to tell the people of an event: while it is the one that was cancelled, and nobody else has begun. What an
 * event that had the id before has left is replaced.
 */
export function beginTelling(event: Cancelled, total: number, now: string): Action[] {
  const { eventId, createdAt, cancelledAt } = event;
  const progress = { eventId, event: createdAt, cancelledAt, startedAt: now, total, told: 0 };
  return [
    {
      operation: 'PutItem',
      key: cancellationKey(eventId),
      attributes: { ...progress, entityType: ENTITY_TYPES.cancellation },
      condition: allOf<CancellationItem>([either(absent(), not(is('event', createdAt)))]),
    },
    {
      operation: 'ConditionCheck',
      key: eventKey(eventId),
      condition: allOf<EventItem>([is('createdAt', createdAt), is('status', 'CANCELLED')]),
    },
  ];
}

/**
 * Tells these people of an event that it is cancelled, and counts them, together: each is told once, by whomever. At
 * most `LIMITS.cascadeStep`.
 */
export function tell(event: Cancelled, keys: Key[], now: string): Action[] {
  const { eventId, createdAt, cancelledAt } = event;
  return [
    {
      operation: 'UpdateItem',
      key: cancellationKey(eventId),
      update: changing({ told: keys.length }, {}, []),
      condition: allOf<CancellationItem>([is('event', createdAt)]),
    },
    ...keys.map((key): Action => ({
      operation: 'UpdateItem',
      key: keyOf(key),
      update: changing({}, { cancelledAt, updatedAt: now }, []),
      condition: allOf<RegistrationItem>([exists(), lacks('cancelledAt')]),
    })),
  ];
}

/** Notes that nobody is left to be told; the first such moment stays. */
export function completeTelling(event: Cancelled, now: string): Action {
  return {
    operation: 'UpdateItem',
    key: cancellationKey(event.eventId),
    update: changing({}, { completedAt: now }, []),
    condition: allOf<CancellationItem>([is('event', event.createdAt), lacks('completedAt')]),
  };
}

/** Whether a committed change of an event has cancelled it, so that its people are to be told. */
export function isCancelling(before: EventItem | null, after: EventItem | null): boolean {
  return after?.cancelledAt !== undefined && before?.cancelledAt === undefined;
}
