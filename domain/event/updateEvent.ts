import { type Caller, sees } from '../caller.ts';
import { allOf, either, exists, is, isAtLeast, isAtMost, isOneOf, not, type Clause } from '../condition.ts';
import {
  capacityBelowRegistrations,
  eventChanged,
  eventNotFound,
  unauthorized,
  validationError,
  type Failure,
} from '../error.ts';
import type { EventItem, EventStatus } from '../item.ts';
import { detailsKey, listingOf } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { judgeReason, type Reason } from '../verdict.ts';
import { changeEvent } from './change.ts';
import { putDetails } from './createEvent.ts';
import { isUnedited, wasUnedited } from './form.ts';
import { ownedBy } from './ownedBy.ts';
import { checkOrder, inOrder, timesOf } from './order.ts';
import { capacityTaken } from './seats.ts';
import { isLive, LIVE, statusesBefore } from './status.ts';

/** A partial change, validated: absent stays; null clears, where it may stand. Times are timestamps. */
export interface EventPatch {
  title?: string;
  description?: string | null;
  date?: string;
  endsAt?: string | null;
  timeZone?: string | null;
  location?: string | null;
  capacity?: number;
  waitlistEnabled?: boolean;
  status?: EventStatus;
  organizer?: string;
  registrationOpensAt?: string | null;
  registrationClosesAt?: string | null;
  /** Only if nobody has changed the event since this version. */
  ifVersion?: number;
}

/**
 * What a patch marks with the version that it leads to: each change, and those of what messages leave out. A patch that
 * mentions nothing marks nothing, and so refuses nobody's form.
 */
export function stampedBy({ ifVersion: _, ...patch }: EventPatch): string[] {
  const isOfDetails = patch.description !== undefined || patch.organizer !== undefined;
  return [...(Object.keys(patch).length > 0 ? ['editedVersion'] : []), ...(isOfDetails ? ['detailsVersion'] : [])];
}

/** Updates the event in one transaction, unless people would have to be promoted. */
export function updateEvent(eventId: string, patch: EventPatch, caller: Caller, now: string): Action[] {
  const condition = allOf<EventItem>([
    exists(),
    ...statusClauses(patch),
    ...capacityClauses(patch),
    ...inOrder(patch),
    ...isUnedited(patch),
    ...ownedBy(caller.isUnrestricted ? null : caller.username),
  ]);
  return [
    changeEvent(
      eventId,
      {
        values: { ...settledValues(patch), ...(patch.status === 'CANCELLED' ? { endingAskedAt: now } : {}) },
        first: patch.status === 'CANCELLED' ? { cancelledAt: now } : {},
        removed: clearedAttributes(patch),
        stamped: stampedBy(patch),
      },
      condition,
      now,
    ),
    ...detailsActions(eventId, patch, now),
  ];
}

/** The attributes of the event item that a patch sets; capacity included. */
export function settledValues(patch: EventPatch): Record<string, unknown> {
  const { title, date, location, capacity, waitlistEnabled, status, organizer } = patch;
  const { endsAt, timeZone, registrationOpensAt: opensAt, registrationClosesAt: closesAt } = patch;
  return {
    ...(title === undefined ? {} : { title }),
    ...(date === undefined ? {} : { date }),
    ...(typeof endsAt === 'string' ? { endsAt } : {}),
    ...(typeof timeZone === 'string' ? { timeZone } : {}),
    ...(typeof location === 'string' ? { location } : {}),
    ...(typeof opensAt === 'string' ? { opensAt } : {}),
    ...(typeof closesAt === 'string' ? { closesAt } : {}),
    ...(capacity === undefined ? {} : { capacity }),
    ...(waitlistEnabled === undefined ? {} : { waitlistEnabled }),
    ...(status === undefined ? {} : { status }),
    // A cancelled event stays listed where it is: what was never public does not become so.
    ...(status === undefined || status === 'CANCELLED' ? {} : { listing: listingOf(status) }),
    ...(organizer === undefined ? {} : { organizer }),
  };
}

/** The attributes of the event item that a patch clears. */
export function clearedAttributes(patch: EventPatch): string[] {
  return [
    ...(patch.endsAt === null ? ['endsAt'] : []),
    ...(patch.timeZone === null ? ['timeZone'] : []),
    ...(patch.location === null ? ['location'] : []),
    ...(patch.registrationOpensAt === null ? ['opensAt'] : []),
    ...(patch.registrationClosesAt === null ? ['closesAt'] : []),
  ];
}

/** Puts or deletes the description, if the patch mentions it. */
export function detailsActions(eventId: string, patch: EventPatch, now: string): Action[] {
  if (patch.description === undefined) {
    return [];
  }
  return patch.description === null
    ? [{ operation: 'DeleteItem', key: detailsKey(eventId) }]
    : [putDetails(eventId, patch.description, now)];
}

/** The stored status may go to the patch's. */
function statusClauses({ status }: EventPatch): Clause<EventItem>[] {
  return status === undefined ? [] : [isOneOf('status', statusesBefore(status))];
}

/**
 * Never below the registrations. Above the stored capacity only if nobody is waiting who would have to be promoted, or
 * to as many as have seats already (damage).
 */
function capacityClauses({ capacity, status }: EventPatch): Clause<EventItem>[] {
  if (capacity === undefined) {
    return [];
  }
  if (status === 'CANCELLED') {
    return [isAtMost('currentRegistrations', capacity)];
  }
  return [
    isAtMost('currentRegistrations', capacity),
    either(
      either(isAtLeast('capacity', capacity), isAtLeast('currentRegistrations', capacity)),
      either(is('waitlistCount', 0), not(LIVE)),
    ),
  ];
}

/**
 * `raise`: people must be promoted, step by step (`raiseCapacity`). `contended`: the reasons do not tell; try again.
 */
export type UpdateDecision =
  { kind: 'failed'; failure: Failure } | { kind: 'raise'; event: EventItem } | { kind: 'contended' };

/** Why updateEvent was cancelled. */
export function explainUpdateEvent(
  eventId: string,
  patch: EventPatch,
  caller: Caller,
  reasons: Reason[],
): UpdateDecision {
  const [event] = reasons;
  return event && judgeReason(event) === 'FAILED'
    ? decideUpdate(eventId, patch, caller, event.item as EventItem | null)
    : { kind: 'contended' };
}

/** What stands between a stored event and a patch. `contended` if nothing does. */
export function decideUpdate(
  eventId: string,
  patch: EventPatch,
  caller: Caller,
  stored: EventItem | null,
): UpdateDecision {
  if (stored === null || !sees(caller, stored)) {
    return { kind: 'failed', failure: eventNotFound(eventId) };
  }
  if (!caller.isUnrestricted && stored.organizer !== caller.username) {
    return { kind: 'failed', failure: unauthorized('updateEvent', 'Mutation') };
  }
  if (!wasUnedited(stored, patch)) {
    return { kind: 'failed', failure: eventChanged(eventId, stored.version) };
  }
  const status = patch.status ?? stored.status;
  if (statusesBefore(status).indexOf(stored.status) < 0) {
    const failure = validationError('status', `cannot go from ${stored.status} to ${status}`, {
      status: stored.status,
    });
    return { kind: 'failed', failure };
  }
  const disorder = checkOrder(timesOf(stored), patch);
  if (disorder !== null) {
    return { kind: 'failed', failure: disorder };
  }
  const { capacity = 0 } = patch;
  if (patch.capacity !== undefined && capacity < stored.currentRegistrations) {
    return { kind: 'failed', failure: capacityBelowRegistrations(eventId, capacity, stored.currentRegistrations) };
  }
  return needsPromotions(stored, status, capacity) ? { kind: 'raise', event: stored } : { kind: 'contended' };
}

/** Whether going to this capacity would leave free seats beside people waiting. */
function needsPromotions(stored: EventItem, status: EventStatus, capacity: number): boolean {
  return isLive(status) && capacity > capacityTaken(stored) && stored.waitlistCount > 0;
}
