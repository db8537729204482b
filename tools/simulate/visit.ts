import { setTimeout as sleep } from 'node:timers/promises';
import { isNotRegistered } from 'event-registration-client';
import type { Ask } from './connect.ts';
import { isOpen, persist } from './persist.ts';
import type { Person } from './plan.ts';
import type { Tally } from './tally.ts';

/** How a visit ended, as the person was told. `unknown`: no answer, or one that leaves open what happened. */
export type Ending = { userId: string } & (
  { kind: 'registered'; registrationId: string } | { kind: 'left' } | { kind: 'refused' } | { kind: 'unknown' }
);

const REGISTER = `mutation ($userId: ID!, $eventId: ID!, $clientRequestId: ID, $isRepeat: Boolean) {
  registerForEvent(userId: $userId, eventId: $eventId, clientRequestId: $clientRequestId, isRepeat: $isRepeat) {
    registrationId
    registrationStatus
  }
}`;
const UNREGISTER =
  'mutation ($userId: ID!, $eventId: ID!) { unregisterFromEvent(userId: $userId, eventId: $eventId) { registrationStatus promoted } }';

/** One person comes, registers, and perhaps leaves again. Once `stopping` is aborted nobody begins anything new. */
export async function visit(
  ask: Ask,
  eventId: string,
  person: Person,
  tally: Tally,
  stopping: AbortSignal,
): Promise<Ending | null> {
  const { userId, staysMs } = person;
  if (!(await pause(person.arrivesMs, stopping))) {
    return null;
  }
  tally.arrived += 1;
  const cameAtMs = Date.now();
  const variablesOf = (clientRequestId: string, isRepeat: boolean) => ({ userId, eventId, clientRequestId, isRepeat });
  const reply = await persist(ask, REGISTER, variablesOf, tally);
  tally.waitsMs.push(Date.now() - cameAtMs);
  const value = reply?.value ?? null;
  if (value === null) {
    return { userId, kind: reply === null || isOpen(reply) ? 'unknown' : 'refused' };
  }
  if (value.registrationStatus === 'REGISTERED') {
    tally.seated += 1;
  } else {
    tally.queued += 1;
  }
  const registered: Ending = { userId, kind: 'registered', registrationId: String(value.registrationId) };
  if (staysMs === null || !(await pause(staysMs, stopping))) {
    return registered;
  }
  return leave(ask, { userId, eventId }, tally);
}

async function leave(ask: Ask, who: { userId: string; eventId: string }, tally: Tally): Promise<Ending> {
  const reply = await persist(ask, UNREGISTER, () => who, tally, isNotRegistered);
  if (reply !== null && reply.value === null) {
    return { userId: who.userId, kind: 'unknown' };
  }
  tally.left += 1;
  if (reply?.value?.promoted === true) {
    tally.promoted += 1;
  }
  return { userId: who.userId, kind: 'left' };
}

/** Waits; false if it was stopped meanwhile. */
async function pause(ms: number, stopping: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal: stopping }).catch(() => false);
}
