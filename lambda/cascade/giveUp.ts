import type { RegistrationItem } from '../../domain/item.ts';
import { eventOfRegistrationKey, keyOf } from '../../domain/keys.ts';
import { undoCheckIn } from '../../domain/registration/checkIn.ts';
import { dropRegistration } from '../../domain/registration/dropRegistration.ts';
import type { Effort } from '../promoteFromWaitlist/effort/effort.ts';
import { OutOfTime } from '../promoteFromWaitlist/effort/outOfTime.ts';
import { unregisterFromEvent } from '../promoteFromWaitlist/unregisterFromEvent.ts';

/** Who acts: the system itself, which may. */
const SYSTEM = { username: null, isOrganizer: false, isUnrestricted: true };

/** Others may do something with it each time it is tried: at a door, it is scanned. */
const TRIES = 3;

/**
 * Gives up a registration of somebody who is being deleted, as everybody gives theirs up: a seat goes to the head of
 * the queue in the same transaction. Whether they have come to the event does not matter any more. One for an event
 * that is gone is deleted.
 * @param userId whose it is by its key, whatever its attributes say
 * @param own the registration as read; one made since stays
 * @returns whether nothing is there any more; false: it can be tried again
 */
export async function giveUp(effort: Effort, userId: string, own: RegistrationItem): Promise<boolean> {
  try {
    let left: RegistrationItem | null = own;
    for (let tries = 0; tries < TRIES && left !== null && left.requestId === own.requestId; tries += 1) {
      left = await tryOnce(effort, userId, left);
    }
    return left === null;
  } catch (error) {
    if (error instanceof OutOfTime) {
      return false;
    }
    throw error;
  }
}

/**
 * @returns what is there then, null if nothing is
 * @throws OutOfTime
 */
async function tryOnce(effort: Effort, userId: string, own: RegistrationItem): Promise<RegistrationItem | null> {
  const { requestId, checkedInAt } = own;
  const eventId = eventOfRegistrationKey(own);
  if (checkedInAt !== undefined) {
    await effort.write(undoCheckIn(userId, eventId, effort.now()));
  }
  const request = { userId, eventId, caller: SYSTEM, registrationId: requestId };
  const answer = await unregisterFromEvent(effort, request, requestId, effort.now(), null);
  if (!('failure' in answer)) {
    return null;
  }
  const isOfNoEvent = answer.failure.errorType === 'EventNotFound';
  if (isOfNoEvent && (await effort.transact(dropRegistration({ ...own, userId, eventId }))).isDone) {
    return null;
  }
  // NotRegistered is also the answer about one that is there, and whose request id never equals itself (damage).
  return effort.read((table) => table.get<RegistrationItem>(keyOf(own)));
}
