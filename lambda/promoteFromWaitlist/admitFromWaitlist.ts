import { UNCOUNTABLE } from '../../domain/error.ts';
import { isWhole } from '../../domain/event/seats.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import type { Registration } from '../../domain/registration/registration.ts';
import { judgeReason } from '../../domain/verdict.ts';
import {
  admit,
  admitted,
  explainAdmission,
  refuseAdmission,
  type AdmissionRequest,
} from '../../domain/waitlist/admit.ts';
import { asKeyed } from '../../domain/waitlist/mendQueue.ts';
import { looksDamaged, mendIfDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { Answer } from './payload.ts';

/**
 * Lets one person in out of turn (docs/design.md#letting-one-person-in): the event gets a seat more, and they get it.
 * Every try is settled before the next is decided afresh from what is stored, so no place is let in twice.
 * @returns the registration with its seat, also of somebody who has one already, or EventNotFound, Unauthorized,
 * NotRegistered, EventNotOpen, ValidationError (capacity)
 * @throws OutOfTime
 */
export async function admitFromWaitlist(effort: Effort, request: AdmissionRequest): Promise<Answer<Registration>> {
  const way = new RightOfWay(effort, request.eventId);
  try {
    return await admitUntilDone(effort, way, request);
  } finally {
    await way.giveUp();
  }
}

async function admitUntilDone(
  effort: Effort,
  way: RightOfWay,
  request: AdmissionRequest,
): Promise<Answer<Registration>> {
  const { userId, eventId } = request;
  let mayNote = true;
  for (;;) {
    // The event first: what is said of a registration is said to somebody who managed its event before.
    const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
    const refusal = refuseAdmission(request, event);
    if (event === null || refusal !== null) {
      return { failure: refusal! };
    }
    const found = await effort.read((table) => table.get<RegistrationItem>(registrationKey(userId, eventId)));
    const decision = explainAdmission(request, { ...event, eventId }, found, effort.now());
    if (decision.kind === 'failed') {
      return { failure: decision.failure };
    }
    if (decision.kind === 'done') {
      return { value: decision.registration };
    }
    if (!isWhole(event.capacity) || !isWhole(event.currentRegistrations)) {
      throw new Error(UNCOUNTABLE);
    }
    const own = { ...found!, userId, eventId };
    const placeKey = waitlistEntryKey(eventId, own.waitlistedAt ?? '', userId);
    const [entry, heads] = await Promise.all([
      effort.read((table) => table.get<WaitlistEntryItem>(placeKey)),
      readHeads(effort, eventId, 2),
    ]);
    if (entry === null || !isWhole(event.waitlistCount)) {
      // Somebody waits without an entry, or the event does not count; or they have left the queue meanwhile.
      if (!(await mendIfDamaged(effort, eventId, { own }))) {
        await effort.pause();
      }
      continue;
    }
    const now = effort.now();
    const place = { event, own, entry: asKeyed(entry), seen: heads.length, mayNote };
    const settlement = await effort.transact(admit(request, place, now));
    if (settlement.isDone) {
      return { value: admitted(request, own, now) };
    }
    const [ofEntry, ofRegistration, , ofPage] = settlement.reasons;
    mayNote &&= ofPage === undefined || judgeReason(ofPage) !== 'FAILED';
    const isDamaged = event.waitlistCount < heads.length || looksDamaged(ofEntry, ofRegistration);
    if (!isDamaged || !(await mendIfDamaged(effort, eventId, { own }))) {
      await way.goAgain(settlement.reasons);
    }
  }
}
