import {
  beginTelling,
  completeTelling,
  peopleIn,
  tell as tellAll,
  type Cancelled,
} from '../../domain/event/cancellation.ts';
import type { CancellationItem, EventItem } from '../../domain/item.ts';
import { cancellationKey, eventKey } from '../../domain/keys.ts';
import { judgeReason } from '../../domain/verdict.ts';
import { beginPass, endPass, readPage, type Pass } from './pass.ts';
import type { Work } from './work.ts';

/** To tell everybody in a cancelled event. `quiet`: as of `Pass`, between two passes. */
export interface TellTask {
  operation: 'tell';
  eventId: string;
  quiet?: number;
  pass?: Pass & { event: Cancelled };
}

/**
 * One step of telling everybody in a cancelled event: beginning a pass, or a page of it. Whoever is told already is
 * left alone; an event that is gone, not cancelled, or told to everybody, needs nothing.
 * @returns what is left, null if nothing is
 * @throws OutOfTime
 */
export async function tell(work: Work, task: TellTask): Promise<TellTask | null> {
  return task.pass === undefined ? begin(work, task) : tellPage(work, task.eventId, task.pass);
}

async function begin({ effort }: Work, task: TellTask): Promise<TellTask | null> {
  const { operation, eventId, quiet = 0 } = task;
  const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
  if (event?.status !== 'CANCELLED' || event.cancelledAt === undefined) {
    return null;
  }
  const { createdAt, cancelledAt } = event;
  const cancelled = { eventId, createdAt, cancelledAt };
  const progress = await effort.read((table) => table.get<CancellationItem>(cancellationKey(eventId)));
  const isBegun = progress?.event === createdAt;
  if (isBegun && progress.completedAt !== undefined) {
    return null;
  }
  if (!isBegun) {
    const settlement = await effort.transact(beginTelling(cancelled, peopleIn(event), effort.now()));
    if (!settlement.isDone) {
      await effort.goAgain(settlement.reasons);
      return task;
    }
  }
  return { operation, eventId, pass: { ...beginPass(event, quiet), event: cancelled } };
}

async function tellPage(work: Work, eventId: string, pass: Pass & { event: Cancelled }): Promise<TellTask | null> {
  const { effort, report } = work;
  const { event } = pass;
  const page = await readPage(work, eventId, pass);
  const untold = page.registrations.filter(({ cancelledAt }) => cancelledAt === undefined);
  if (untold.length > 0) {
    const settlement = await effort.transact(tellAll(event, untold, effort.now()));
    if (!settlement.isDone) {
      await effort.goAgain(settlement.reasons);
      // Somebody of the page has left or is told; or the event is gone, which a new beginning finds out.
      const [progress] = settlement.reasons;
      const isGone = progress !== undefined && judgeReason(progress) === 'FAILED';
      return isGone ? { operation: 'tell', eventId } : { operation: 'tell', eventId, pass };
    }
    report.count('Told', untold.length);
  }
  if (page.next !== null) {
    return { operation: 'tell', eventId, pass: { ...page.next, event } };
  }
  const end = await endPass(work, eventId, pass, page.met);
  if (typeof end === 'object') {
    return { operation: 'tell', eventId, quiet: end.again };
  }
  if (end === 'miscounted') {
    // Not complete: whoever the index shows later is told by a new beginning, which goes through everybody again.
    return null;
  }
  const written = await effort.write(completeTelling(event, effort.now()));
  if (written.isDone) {
    report.count('TellingsCompleted');
    report.info('Everybody is told that the event is cancelled', { eventId, people: pass.people });
  }
  return null;
}
