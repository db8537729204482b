import { removeOrganizer } from '../../domain/event/removeOrganizer.ts';
import type { RegistrationItem, UserItem } from '../../domain/item.ts';
import { registrationsOfUser, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { deleteProfile } from '../../domain/user/deleteUser.ts';
import { Effort } from '../promoteFromWaitlist/effort/effort.ts';
import type { Surroundings } from '../promoteFromWaitlist/surroundings.ts';
import { giveUp } from './giveUp.ts';

/** So many registrations are found by one query. */
const PAGE = 100;

/** Something that is left of the person could not be given up, and nothing else either: to be begun anew later. */
export class ErasingStuck extends Error {
  override readonly name = 'ErasingStuck';
}

/** What erasing needs besides the table. */
export interface Organized {
  /** Events that have this organizer, as an index knows them: `eventId`s, at most a page of them. */
  eventsOf(organizer: string): Promise<string[]>;
}

/**
 * Deletes what is left of somebody whose profile is marked (docs/design.md#deleting-a-user), and last the profile.
 * Everything it knows is in the table: it may be begun any number of times, several at once, and end anywhere.
 *
 * What was begun before the mark may still be made for `LIMITS.erasingMs`: only a pass that begins after that, and
 * finds nothing, is the last. The profile is read after the registrations, so that those of somebody who has signed up
 * again under the id are never touched.
 * @param untilMs when it must have ended, in epoch milliseconds
 * @returns whether nothing of them is left, or nobody is to be erased; false: the time is over
 * @throws ErasingStuck
 */
export async function erase(
  surroundings: Surroundings,
  organized: Organized,
  userId: string,
  untilMs: number,
): Promise<boolean> {
  const { clock } = surroundings;
  for (;;) {
    const begunMs = clock.nowMs();
    if (begunMs + LIMITS.deadlineMs > untilMs) {
      return false;
    }
    const effort = new Effort(surroundings, begunMs + LIMITS.deadlineMs, 'NOT_MADE');
    const left = await effort.read((table) => table.query<RegistrationItem>(registrationsOfUser(userId), PAGE));
    const profile = await effort.read((table) => table.get<UserItem>(userKey(userId)));
    const erasingAt = profile?.erasingAt;
    if (erasingAt === undefined) {
      return true;
    }
    if (left.length > 0) {
      await giveUpSome(surroundings, left, untilMs);
      continue;
    }
    const settledMs = Date.parse(erasingAt) + LIMITS.erasingMs;
    if (begunMs < settledMs) {
      await clock.sleep(settledMs - begunMs);
      continue;
    }
    await removeFromEvents(effort, organized, userId);
    await effort.write(deleteProfile(userId, erasingAt));
    return true;
  }
}

/**
 * Gives up what it can, one after the other.
 * @throws ErasingStuck if that is nothing
 */
async function giveUpSome(surroundings: Surroundings, left: RegistrationItem[], untilMs: number): Promise<void> {
  let given = 0;
  for (const own of left) {
    const deadlineMs = surroundings.clock.nowMs() + LIMITS.deadlineMs;
    if (deadlineMs > untilMs) {
      return;
    }
    given += (await giveUp(new Effort(surroundings, deadlineMs, 'NOT_MADE'), own)) ? 1 : 0;
  }
  if (given === 0) {
    throw new ErasingStuck(`None of ${left.length} registrations could be given up`);
  }
}

/** Takes the person off the events that they have organized, all of which are over or cancelled. */
async function removeFromEvents(effort: Effort, { eventsOf }: Organized, userId: string): Promise<void> {
  for (;;) {
    let removed = 0;
    for (const eventId of await effort.read(() => eventsOf(userId))) {
      // Where that fails, the index did not know yet that the event has another organizer.
      removed += (await effort.transact(removeOrganizer(eventId, userId, effort.now()))).isDone ? 1 : 0;
    }
    if (removed === 0) {
      return;
    }
  }
}
