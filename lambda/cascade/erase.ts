import { removeOrganizer } from '../../domain/event/removeOrganizer.ts';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationsOfUser, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { deleteProfile } from '../../domain/user/deleteUser.ts';
import { OutOfTime } from '../promoteFromWaitlist/effort/outOfTime.ts';
import { giveUp } from './giveUp.ts';
import type { Work } from './work.ts';

/** So many registrations are found by one query. */
const PAGE = 100;

/** Of what is left of the person, nothing could be given up: to be begun anew later. */
export class ErasingStuck extends Error {
  override readonly name = 'ErasingStuck';
}

/** To delete what is left of somebody whose profile is marked, and last the profile. */
export interface EraseTask {
  operation: 'erase';
  userId: string;
}

/**
 * One step of deleting what is left of somebody (docs/design.md#deleting-a-user): a page of registrations, or waiting
 * for the last pass, or, in that, the events and the profile. Everything it knows is in the table: it may be taken any
 * number of times, several at once, and end anywhere.
 *
 * What was begun before the mark may still be made for `LIMITS.erasingMs`: only a pass that begins after that, and
 * finds nothing, is the last. The profile is read after the registrations, so that those of somebody who has signed up
 * again under the id are never touched.
 * @returns what is left, null if nothing is, or if nobody is to be deleted
 * @throws OutOfTime, ErasingStuck
 */
export async function erase(work: Work, task: EraseTask): Promise<EraseTask | null> {
  const { effort, report } = work;
  const { userId } = task;
  const begunMs = effort.nowMs();
  const left = await effort.read((table) => table.query<RegistrationItem>(registrationsOfUser(userId), PAGE));
  const profile = await effort.read((table) => table.get<UserItem>(userKey(userId)));
  const erasingAt = profile?.erasingAt;
  if (erasingAt === undefined) {
    return null;
  }
  if (left.length > 0) {
    await giveUpSome(work, left);
    return task;
  }
  const settledMs = Date.parse(erasingAt) + LIMITS.erasingMs;
  if (begunMs < settledMs) {
    await effort.sleep(Math.min(settledMs, effort.deadlineMs) - effort.nowMs());
    return task;
  }
  await removeFromEvents(work, userId);
  if ((await effort.write(deleteProfile(userId, erasingAt))).isDone) {
    report.count('UsersDeleted');
    report.info('A user is deleted', { erasingAt });
  }
  return null;
}

/**
 * Gives up what it can, one after the other, each with as much time as a request has.
 * @throws OutOfTime; ErasingStuck if that is nothing
 */
async function giveUpSome({ effort, effortFor }: Work, left: RegistrationItem[]): Promise<void> {
  let given = 0;
  for (const own of left) {
    if (effort.deadlineMs - effort.nowMs() < LIMITS.deadlineMs) {
      throw new OutOfTime();
    }
    given += (await giveUp(effortFor(LIMITS.deadlineMs), own)) ? 1 : 0;
  }
  if (given === 0) {
    throw new ErasingStuck(`None of ${left.length} registrations could be given up`);
  }
}

/** Takes the person off the events that they have organized, all of which are over or cancelled. */
async function removeFromEvents({ effort, organizers }: Work, userId: string): Promise<void> {
  let removed: number;
  do {
    removed = 0;
    for (const eventId of await effort.read(() => organizers.eventsOf(userId))) {
      // Where that fails, the index did not know yet that the event has another organizer, or none.
      removed += (await effort.transact(removeOrganizer(eventId, userId, effort.now()))).isDone ? 1 : 0;
    }
  } while (removed > 0);
}
