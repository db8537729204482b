import { allOf, either, is, isAbove, isAtLeast, not } from '../condition.ts';
import type { LeaseItem } from '../item.ts';
import { ENTITY_TYPES, leaseKey } from '../keys.ts';
import { LIMITS } from '../limits.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';
import { expiryOf } from './ticket.ts';

/** A lease that is not kept up ends so many milliseconds later, and somebody else may work through the lane. */
export const LEASE_MS = 1000;

/** No lease ends later than this, as far apart as the clocks of hosts may be: one that says so is nobody's (damage). */
function latestEnd(nowMs: number): number {
  return nowMs + LEASE_MS + LIMITS.decidedAfterMs;
}

/** Whether somebody holds this lease (null: there is none) now, in epoch milliseconds. */
export function isHeld(lease: LeaseItem | null, nowMs: number): boolean {
  return (
    lease !== null && typeof lease.untilMs === 'number' && lease.untilMs >= nowMs && lease.untilMs <= latestEnd(nowMs)
  );
}

/** Takes the lease of an event's lane, if nobody holds it, or it is the holder's. Times are epoch milliseconds. */
export function takeLease(eventId: string, holder: string, nowMs: number): Action {
  // Not at least: what is no number, or not there, is over as well.
  const isFree = either<LeaseItem>(not(isAtLeast('untilMs', nowMs)), isAbove('untilMs', latestEnd(nowMs)));
  return writeLease(eventId, holder, nowMs + LEASE_MS, allOf([either(isFree, is('holder', holder))]));
}

/** Holds the lease for longer, if nobody else has taken it. */
export function keepLease(eventId: string, holder: string, nowMs: number): Action {
  return writeLease(eventId, holder, nowMs + LEASE_MS, allOf<LeaseItem>([is('holder', holder)]));
}

/**
 * Lets others take the lease from now on, whose holder works on until somebody has. It has ended long ago, so that the
 * clocks of all hosts say so, as far apart as they may be.
 */
export function offerLease(eventId: string, holder: string, nowMs: number): Action {
  return writeLease(eventId, holder, nowMs - LIMITS.decidedAfterMs, allOf<LeaseItem>([is('holder', holder)]));
}

function writeLease(eventId: string, holder: string, untilMs: number, condition: Action['condition']): Action {
  const values = { entityType: ENTITY_TYPES.lease, holder, untilMs, expiresAt: expiryOf(untilMs) };
  return { operation: 'UpdateItem', key: leaseKey(eventId), update: changing({}, values, []), condition };
}

/** Gives the lease back, if it is still the holder's. */
export function returnLease(eventId: string, holder: string): Action {
  return {
    operation: 'DeleteItem',
    key: leaseKey(eventId),
    condition: allOf<LeaseItem>([is('holder', holder)]),
  };
}
