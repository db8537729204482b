import { peopleIn } from '../../domain/event/cancellation.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { eventKey, keyOf, type Key } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Work } from './work.ts';

/** Passes in which nothing has changed and somebody is missing still, before the event is taken as miscounting. */
const MAX_QUIET_PASSES = 8;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;

/**
 * One pass over all who are in an event that takes nobody any more, by the index. The index may lack somebody still; so
 * a pass is whole only if it has met as many as the event counted before. Whoever it meets is read from the table: the
 * people met were all in the event when it was counted, since nobody can have come later.
 */
export interface Pass {
  /** How many the event counted before the pass, and its version then. */
  people: number;
  version: number;
  /** How many were met, and after whom the next page begins. */
  met: number;
  after: Key | null;
  /** How many passes before this one have missed somebody although the event has not changed. */
  quiet: number;
}

/** A page of a pass: the registrations as they are, without those that are gone. */
export interface Page {
  registrations: RegistrationItem[];
  /** The pass after this page; null: that was the last one. */
  next: Pass | null;
  met: number;
}

/** A pass that has met nobody yet. */
export function beginPass(event: EventItem, quiet: number): Pass {
  return { people: peopleIn(event), version: event.version, met: 0, after: null, quiet };
}

/**
 * Reads the next page of a pass, as large as a step may be.
 * @throws OutOfTime
 */
export async function readPage({ effort, people }: Work, eventId: string, pass: Pass): Promise<Page> {
  const keys = await effort.read(() => people.registrationsAfter(eventId, pass.after, LIMITS.cascadeStep));
  const found = keys.length === 0 ? [] : await effort.read((table) => table.getEach(keys));
  const registrations = found.filter((item) => item !== null) as unknown as RegistrationItem[];
  const met = pass.met + registrations.length;
  const last = keys.at(-1);
  const isLast = last === undefined || keys.length < LIMITS.cascadeStep;
  return { registrations, met, next: isLast ? null : { ...pass, met, after: keyOf(last) } };
}

/**
 * What follows from a pass at its end: `whole` if it has met everybody. `again`, after a wait for the index, with the
 * number of quiet passes. `miscounted` if the event counts people who are nowhere (damage).
 * @throws OutOfTime
 */
export async function endPass(
  { effort, report }: Work,
  eventId: string,
  pass: Pass,
  met: number,
): Promise<'whole' | 'miscounted' | { again: number }> {
  if (met >= pass.people) {
    return 'whole';
  }
  const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
  const quiet = event?.version === pass.version ? pass.quiet + 1 : pass.quiet;
  if (quiet > MAX_QUIET_PASSES) {
    report.count('CascadeMiscounts');
    report.warn('An event counts people who are not to be found', { eventId, missing: pass.people - met });
    return 'miscounted';
  }
  const waitMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** quiet);
  await effort.sleep(Math.min(waitMs, effort.deadlineMs - effort.nowMs()));
  return { again: quiet };
}
