import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './connect.ts';
import { isOpen, persist } from './persist.ts';
import type { Person } from './plan.ts';
import type { Tally } from './tally.ts';

/** How a visit ended, as the person was told. `unknown`: no answer, or one that leaves open what happened. */
export type Ending = { userId: string } & (
  { kind: 'registered'; registrationId: string } | { kind: 'left' } | { kind: 'refused' } | { kind: 'unknown' }
);

const REGISTER = `mutation ($userId: ID!, $eventId: ID!, $clientRequestId: ID) {
  registerForEvent(userId: $userId, eventId: $eventId, clientRequestId: $clientRequestId) { registrationId registrationStatus }
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
  if (!(await pause(person.arrivesMs, stopping))) return null;
  tally.arrived += 1;
  const cameAtMs = Date.now();
  const reply = await persist(ask, REGISTER, { userId, eventId, clientRequestId: randomUUID() }, tally);
  tally.waitsMs.push(Date.now() - cameAtMs);
  const { value } = reply;
  if (value === null) return { userId, kind: isOpen(reply) ? 'unknown' : 'refused' };
  if (value['registrationStatus'] === 'REGISTERED') tally.seated += 1;
  else tally.queued += 1;
  const registered: Ending = { userId, kind: 'registered', registrationId: String(value['registrationId']) };
  if (staysMs === null || !(await pause(staysMs, stopping))) return registered;
  return leave(ask, { userId, eventId }, tally);
}

async function leave(ask: Ask, who: { userId: string; eventId: string }, tally: Tally): Promise<Ending> {
  const reply = await persist(ask, UNREGISTER, who, tally);
  // After a lost answer, nothing left to give up means that it is done.
  const isDone = reply.value !== null || (reply.isRepeated && reply.errorType === 'NotRegistered');
  if (!isDone) return { userId: who.userId, kind: 'unknown' };
  tally.left += 1;
  if (reply.value?.['promoted'] === true) tally.promoted += 1;
  return { userId: who.userId, kind: 'left' };
}

/** Waits; false if it was stopped meanwhile. */
async function pause(ms: number, stopping: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal: stopping }).catch(() => false);
}
