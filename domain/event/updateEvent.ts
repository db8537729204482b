import { type Caller, sees } from '../caller.ts';
import { capacityBelowRegistrations, eventNotFound, unauthorized, validationError, type Failure } from '../error.ts';
import { existsAnd } from '../expression.ts';
import type { EventItem, EventStatus } from '../item.ts';
import { detailsKey, listingOf } from '../keys.ts';
import { verdictOf, type Action, type Reason } from '../transaction.ts';
import { changeEvent } from './change.ts';
import { putDetails } from './createEvent.ts';
import { organizerClause } from './organizer.ts';
import { isLive, LIVE_VALUES, statusesBefore } from './status.ts';

/** A partial change, validated: absent stays; null clears (description and location only). `date` is a timestamp. */
export interface EventPatch {
  title?: string;
  description?: string | null;
  date?: string;
  location?: string | null;
  capacity?: number;
  waitlistEnabled?: boolean;
  status?: EventStatus;
  organizer?: string;
}

/** Updates the event in one transaction, unless people would have to be promoted. */
export function updateEvent(eventId: string, patch: EventPatch, caller: Caller, now: string): Action[] {
  const owner = organizerClause(caller.isUnrestricted ? null : caller.username);
  const status = statusClause(patch);
  const capacity = capacityClauses(patch);
  const condition = existsAnd(
    [...status.clauses, ...capacity.clauses, ...owner.clauses],
    [...status.attributes, ...capacity.attributes, ...owner.attributes],
    { ...status.values, ...capacity.values, ...owner.values },
  );
  return [
    changeEvent(eventId, { values: settledValues(patch), removed: clearedAttributes(patch) }, condition, now),
    ...detailsActions(eventId, patch, now),
  ];
}

/** The attributes of the event item that a patch sets; capacity included. */
export function settledValues(patch: EventPatch): Record<string, unknown> {
  const { title, date, location, capacity, waitlistEnabled, status, organizer } = patch;
  return {
    ...(title === undefined ? {} : { title }),
    ...(date === undefined ? {} : { date }),
    ...(typeof location === 'string' ? { location } : {}),
    ...(capacity === undefined ? {} : { capacity }),
    ...(waitlistEnabled === undefined ? {} : { waitlistEnabled }),
    ...(status === undefined ? {} : { status, listing: listingOf(status) }),
    ...(organizer === undefined ? {} : { organizer }),
  };
}

/** The attributes of the event item that a patch clears. */
export function clearedAttributes(patch: EventPatch): string[] {
  return patch.location === null ? ['location'] : [];
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

interface Clauses {
  clauses: string[];
  attributes: string[];
  values: Record<string, unknown>;
}

/** The clause that the stored status may go to the patch's. */
function statusClause(patch: EventPatch): Clauses {
  if (patch.status === undefined) {
    return { clauses: [], attributes: [], values: {} };
  }
  const values: Record<string, unknown> = {};
  for (const status of statusesBefore(patch.status)) {
    values[`from_${status}`] = status;
  }
  const list = Object.keys(values)
    .map((name) => `:if_${name}`)
    .join(', ');
  return { clauses: [`#if_status IN (${list})`], attributes: ['status'], values };
}

/** Never below the registrations; above the stored capacity only if nobody is waiting who would have to be promoted. */
function capacityClauses(patch: EventPatch): Clauses {
  const { capacity, status } = patch;
  if (capacity === undefined) {
    return { clauses: [], attributes: [], values: {} };
  }
  const notBelow = '#if_currentRegistrations <= :if_capacity';
  if (status === 'CANCELLED') {
    return { clauses: [notBelow], attributes: ['currentRegistrations'], values: { capacity } };
  }
  const promotesNobody =
    '#if_capacity >= :if_capacity OR #if_waitlistCount = :if_zero OR NOT #if_status IN (:if_open, :if_closed)';
  return {
    clauses: [notBelow, promotesNobody],
    attributes: ['currentRegistrations', 'capacity', 'waitlistCount', 'status'],
    values: { capacity, zero: 0, ...LIVE_VALUES },
  };
}

/** `raise`: people must be promoted, step by step (`raiseCapacity`). `contended`: the reasons do not tell; try again. */
export type UpdateDecision = { kind: 'failed'; failure: Failure } | { kind: 'raise'; event: EventItem } | { kind: 'contended' };

/** Why updateEvent was cancelled. */
export function explainUpdateEvent(eventId: string, patch: EventPatch, caller: Caller, reasons: Reason[]): UpdateDecision {
  const [event] = reasons;
  return event && verdictOf(event) === 'REFUSED' ? decideUpdate(eventId, patch, caller, event.item as EventItem | null) : { kind: 'contended' };
}

/** What stands between a stored event and a patch. `contended` if nothing does. */
export function decideUpdate(eventId: string, patch: EventPatch, caller: Caller, stored: EventItem | null): UpdateDecision {
  if (stored === null || !sees(caller, stored)) {
    return { kind: 'failed', failure: eventNotFound(eventId) };
  }
  if (!caller.isUnrestricted && stored.organizer !== caller.username) {
    return { kind: 'failed', failure: unauthorized('updateEvent', 'Mutation') };
  }
  const status = patch.status ?? stored.status;
  if (statusesBefore(status).indexOf(stored.status) < 0) {
    const failure = validationError('status', `cannot go from ${stored.status} to ${status}`, { status: stored.status });
    return { kind: 'failed', failure };
  }
  const capacity = patch.capacity ?? stored.capacity;
  if (patch.capacity !== undefined && capacity < stored.currentRegistrations) {
    return { kind: 'failed', failure: capacityBelowRegistrations(eventId, capacity, stored.currentRegistrations) };
  }
  return needsPromotions(stored, status, capacity) ? { kind: 'raise', event: stored } : { kind: 'contended' };
}

/** Whether going to this capacity would leave free seats beside people waiting. */
function needsPromotions(stored: EventItem, status: EventStatus, capacity: number): boolean {
  return isLive(status) && capacity > stored.capacity && stored.waitlistCount > 0;
}
