import type { Caller } from '../../domain/caller.ts';
import { eventNotFound, UNCOUNTABLE } from '../../domain/error.ts';
import { toEvent, type Event } from '../../domain/event/event.ts';
import { isWhole } from '../../domain/event/seats.ts';
import {
  decideUpdate,
  explainUpdateEvent,
  updateEvent as update,
  type EventPatch,
} from '../../domain/event/updateEvent.ts';
import type { EventItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { raiseCapacity, stepSize } from '../../domain/waitlist/raiseCapacity.ts';
import { ENTRIES_AT_ONCE, looksDamaged, mendIfDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { Answer } from './payload.ts';

/**
 * What is left to store, by whom: after the first raising step only the capacity, and by the organizer it may have set.
 */
interface Rest {
  patch: EventPatch;
  caller: Caller;
  hasRaised: boolean;
}

/**
 * Changes an event under contention, and raises its capacity with people waiting (docs/design.md#changing-an-event): in
 * steps that each raise it by the number they promote, so that a repeated call finishes what an interrupted one began
 * (without `ifVersion`: for a form, the steps that were made are a change).
 * All other fields ride in the first.
 * @returns the event after the change, or EventNotFound, Unauthorized, EventChanged,
 * ValidationError (status, times), CapacityBelowRegistrations
 * @throws OutOfTime
 */
export async function updateEvent(
  effort: Effort,
  eventId: string,
  patch: EventPatch,
  caller: Caller,
): Promise<Answer<Event>> {
  const way = new RightOfWay(effort, eventId);
  try {
    return await updateUntilDone(effort, way, eventId, patch, caller);
  } finally {
    await way.giveUp();
  }
}

async function updateUntilDone(
  effort: Effort,
  way: RightOfWay,
  eventId: string,
  patch: EventPatch,
  caller: Caller,
): Promise<Answer<Event>> {
  let rest: Rest = { patch, caller, hasRaised: false };
  for (;;) {
    const stored = await readEvent(effort, eventId);
    if (stored !== null && rest.hasRaised && stored.capacity >= (patch.capacity ?? 0)) {
      return { value: toEvent(stored) };
    }
    const decision = decideUpdate(eventId, rest.patch, rest.caller, stored);
    if (decision.kind === 'failed') {
      return { failure: decision.failure };
    }
    if (stored !== null && patch.capacity !== undefined && !isWhole(stored.currentRegistrations)) {
      throw new Error(UNCOUNTABLE);
    }
    if (stored !== null && isMiscounted(stored) && (await mendIfDamaged(effort, eventId))) {
      continue;
    }
    if (decision.kind === 'raise') {
      rest = await raise(effort, way, { ...decision.event, eventId }, rest);
      continue;
    }
    const settlement = await effort.transact(update(eventId, rest.patch, rest.caller, effort.now()));
    if (settlement.isDone) {
      effort.effect = 'MAYBE_MADE';
      const event = await readEvent(effort, eventId);
      return event === null ? { failure: eventNotFound(eventId) } : { value: toEvent(event) };
    }
    const explained = explainUpdateEvent(eventId, rest.patch, rest.caller, settlement.reasons);
    if (explained.kind === 'failed') {
      return { failure: explained.failure };
    }
    await way.goAgain(settlement.reasons);
  }
}

/**
 * One step.
 * @returns what is left: the same as before if the step was not made
 */
async function raise(effort: Effort, way: RightOfWay, stored: EventItem, rest: Rest): Promise<Rest> {
  const { patch, caller } = rest;
  const { eventId, waitlistCount } = stored;
  const step = stepSize(stored, patch.capacity ?? stored.capacity);
  const queue = await readHeads(effort, eventId, step + 1);
  if (queue.length !== Math.min(step + 1, waitlistCount)) {
    // The event counts others than its queue has, or it has changed since it was read.
    if (!(await mendIfDamaged(effort, eventId))) {
      await effort.pause();
    }
    return rest;
  }
  const heads = upToRepeated(queue.slice(0, step));
  const carried = rest.hasRaised ? {} : patch;
  const settlement = await effort.transact(raiseCapacity(stored, heads, queue.length, carried, caller, effort.now()));
  if (settlement.isDone) {
    effort.effect = 'MAYBE_MADE';
    const organizer = patch.organizer ?? caller.username;
    return { patch: { capacity: patch.capacity }, caller: { ...caller, username: organizer }, hasRaised: true };
  }
  const damaged = heads.filter((_, index) =>
    looksDamaged(settlement.reasons[1 + 2 * index], settlement.reasons[2 + 2 * index]),
  );
  const entries = damaged.slice(0, ENTRIES_AT_ONCE);
  if (damaged.length === 0 || !(await mendIfDamaged(effort, eventId, { entries }))) {
    await way.goAgain(settlement.reasons);
  }
  return rest;
}

/** Whether an event says that it has less than nobody in its queue, or says no number. */
function isMiscounted({ waitlistCount }: EventItem): boolean {
  return !isWhole(waitlistCount) || waitlistCount < 0;
}

/** No transaction may touch a registration twice, so a step ends before a second entry of somebody, which is damage. */
function upToRepeated(heads: WaitlistEntryItem[]): WaitlistEntryItem[] {
  const users = heads.map(({ userId }) => userId);
  const repeated = users.findIndex((userId, index) => users.indexOf(userId) < index);
  return repeated < 0 ? heads : heads.slice(0, repeated);
}

function readEvent(effort: Effort, eventId: string): Promise<EventItem | null> {
  return effort.read((table) => table.get<EventItem>(eventKey(eventId)));
}
