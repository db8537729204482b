import { clearEntries, clearRegistrations, countNobody, isToBeCleared } from '../../domain/registration/clearEvent.ts';
import { deleteEvent } from '../../domain/event/deleteEvent.ts';
import type { Caller } from '../../domain/caller.ts';
import type { EventItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, waitlistOfEvent } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Action } from '../../domain/transaction.ts';
import { beginPass, endPass, readPage, type Pass } from './pass.ts';
import { tell, type TellTask } from './tell.ts';
import type { Work } from './work.ts';

/**
 * To tell everybody in a cancelled event, take them out, and delete it. `telling`: what is left of the first, absent at
 * the beginning, null at its end. `quiet`, `pass`: as of `TellTask`; the event is that of the beginning of the pass.
 */
export interface ClearTask {
  operation: 'clear';
  eventId: string;
  telling?: TellTask | null;
  quiet?: number;
  pass?: Pass & { read: EventItem };
}

const BACKEND: Caller = { username: null, isOrganizer: false, isUnrestricted: true };

/**
 * One step of clearing an event that is marked for it. An event that is gone, or not marked, needs nothing.
 * @returns what is left, null if nothing is
 * @throws OutOfTime
 */
export async function clear(work: Work, task: ClearTask): Promise<ClearTask | null> {
  const { operation, eventId } = task;
  if (task.telling !== null) {
    const telling = await tell(work, task.telling ?? { operation: 'tell', eventId });
    return { operation, eventId, telling };
  }
  return task.pass === undefined ? begin(work, task) : clearPage(work, task, task.pass);
}

async function begin(work: Work, task: ClearTask): Promise<ClearTask | null> {
  const read = await readMarked(work, task.eventId);
  if (read === null) {
    return null;
  }
  if (!isToBeCleared(read)) {
    return finish(work, task, read);
  }
  const pass = beginPass(read, task.quiet ?? 0);
  // Counters that are no numbers of people (damage) count somebody too: else no pass would ever miss anybody.
  return { ...startOver(task), pass: { ...pass, people: Math.max(1, pass.people), read } };
}

async function clearPage(work: Work, task: ClearTask, pass: Pass & { read: EventItem }): Promise<ClearTask | null> {
  const { effort, report } = work;
  const { read } = pass;
  const page = await readPage(work, task.eventId, pass);
  if (page.registrations.length > 0) {
    const isDone = await make(work, clearRegistrations(read, page.registrations, effort.now()));
    if (!isDone) {
      return (await readMarked(work, task.eventId)) === null ? null : task;
    }
    report.count('Cleared', page.registrations.length);
  }
  if (page.next !== null) {
    return { ...startOver(task), pass: { ...page.next, read } };
  }
  const end = await endPass(work, task.eventId, pass, page.met);
  if (typeof end === 'object') {
    return { ...startOver(task), quiet: end.again };
  }
  const left = await readMarked(work, task.eventId);
  if (left === null) {
    return null;
  }
  if (!isToBeCleared(left)) {
    return finish(work, task, left);
  }
  // Who has left by themself meanwhile was counted and is not met: only what stays so is damage.
  if (end === 'miscounted') {
    await make(work, countNobody(left, effort.now()));
  }
  return startOver(task);
}

/** Deletes an event that counts nobody, once nobody is in it as far as the index knows, and its queue is empty. */
async function finish(work: Work, task: ClearTask, read: EventItem): Promise<ClearTask | null> {
  const { effort, report } = work;
  const { eventId } = task;
  // Damage only: people whom the event does not count.
  const { registrations } = await readPage(work, eventId, beginPass(read, 0));
  if (registrations.length > 0) {
    await make(work, clearRegistrations(read, registrations, effort.now()));
    return startOver(task);
  }
  const entries = await effort.read((table) =>
    table.query<WaitlistEntryItem>(waitlistOfEvent(eventId), LIMITS.cascadeStep),
  );
  if (entries.length > 0) {
    await make(work, clearEntries(read, entries, effort.now()));
    return startOver(task);
  }
  if (!(await make(work, deleteEvent(eventId, BACKEND, read, effort.now())))) {
    return startOver(task);
  }
  report.info('The event is cleared and deleted', { eventId });
  return null;
}

/** Whether a transaction took effect; if not, after a pause. */
async function make({ effort }: Work, actions: Action[]): Promise<boolean> {
  const settlement = await effort.transact(actions);
  if (!settlement.isDone) {
    await effort.goAgain(settlement.reasons);
  }
  return settlement.isDone;
}

/** The event, if it is there and is to be cleared. */
async function readMarked({ effort }: Work, eventId: string): Promise<EventItem | null> {
  const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
  return event?.deletionRequestedAt === undefined ? null : event;
}

function startOver({ operation, eventId }: ClearTask): ClearTask {
  return { operation, eventId, telling: null };
}
