import { removeOrganizer } from '../../domain/event/removeOrganizer.ts';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationsOfUser, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { judgeReason } from '../../domain/verdict.ts';
import { deleteProfile } from '../../domain/user/deleteUser.ts';
import { OutOfTime } from '../promoteFromWaitlist/effort/outOfTime.ts';
import { giveUp } from './giveUp.ts';
import type { EventPage, IndexPosition, Work } from './work.ts';

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
    await giveUpSome(work, userId, left);
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
 * Gives up what it can, one after the other, each with as much time as a request has. One that cannot be given up holds
 * up no other.
 * @throws OutOfTime; what the first one that could not be given up has thrown; ErasingStuck if none could be, and none
 * has thrown
 */
async function giveUpSome({ effort, effortFor }: Work, userId: string, left: RegistrationItem[]): Promise<void> {
  let [given, tried] = [0, 0];
  const failures: unknown[] = [];
  for (const own of left) {
    if (effort.deadlineMs - effort.nowMs() < LIMITS.deadlineMs) {
      if (tried > 0 && given === 0) {
        break;
      }
      throw new OutOfTime();
    }
    tried += 1;
    try {
      given += (await giveUp(effortFor(LIMITS.deadlineMs), userId, own)) ? 1 : 0;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw failures[0];
  }
  if (given === 0) {
    throw new ErasingStuck(`None of ${left.length} registrations could be given up`);
  }
}

/**
 * Takes the person off the events that they have organized, all of which are over or cancelled: until the index, page
 * by page, has none that still has them.
 */
async function removeFromEvents(work: Work, userId: string): Promise<void> {
  const { effort, organizers } = work;
  let isDone: boolean;
  do {
    isDone = true;
    let from: IndexPosition | null = null;
    do {
      const page: EventPage = await effort.read(() => organizers.eventsOf(userId, from));
      for (const eventId of page.eventIds) {
        isDone = (await hasOtherOrganizer(work, eventId, userId)) && isDone;
      }
      from = page.next;
    } while (from !== null);
  } while (!isDone);
}

/**
 * Takes the person off an event, if they still organize it.
 * @returns whether it has had another organizer before, or none, which the index did not know yet
 */
async function hasOtherOrganizer({ effort }: Work, eventId: string, userId: string): Promise<boolean> {
  const settlement = await effort.transact(removeOrganizer(eventId, userId, effort.now()));
  if (settlement.isDone) {
    return false;
  }
  const [reason] = settlement.reasons;
  if (reason !== undefined && judgeReason(reason) === 'FAILED') {
    return true;
  }
  await effort.goAgain(settlement.reasons);
  return false;
}
