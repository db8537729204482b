import { LIMITS } from '../../../../domain/limits.ts';
import type { Action } from '../../../../domain/transaction.ts';
import { clear } from '../../../../lambda/cascade/clear.ts';
import { erase } from '../../../../lambda/cascade/erase.ts';
import { tell } from '../../../../lambda/cascade/tell.ts';
import type { Work } from '../../../../lambda/cascade/work.ts';
import { rounded } from '../figures.ts';
import type { Meter, MeteredApi } from '../stage/meteredApi.ts';
import { event, ids, place, queueOf, seat, SEEDED_AT, user } from '../stage/seeds.ts';

/** As many as a step takes. */
const SIZE = LIMITS.cascadeStep;
const [SEATED, WAITING] = [ids('seated', SIZE), ids('waiting', SIZE)];
const CANCELLED = { status: 'CANCELLED' as const, cancelledAt: SEEDED_AT };
const TO_BE_CLEARED = { ...CANCELLED, deletionRequestedAt: SEEDED_AT };

type Step<Task> = (work: Work, task: Task) => Promise<Task | null>;

/**
 * Measures what goes on after calls, when nobody else is about: a step that tells or clears as many people as it can,
 * for each of them; a step that gives up the one registration of somebody who is being deleted; and what comes once,
 * whoever is concerned.
 */
export async function measureBackground(api: Pick<MeteredApi, 'seed' | 'step'>): Promise<Record<string, Meter>> {
  await api.seed(records());
  const erasing = (userId: string) => ({ operation: 'erase' as const, userId });
  const telling = (eventId: string) => ({ operation: 'tell' as const, eventId });
  const clearing = (eventId: string) => ({ operation: 'clear' as const, eventId, telling: null });
  const once = (userId: string) => api.step((work) => erase(work, erasing(userId)));
  return {
    'telling, each of a step': await eachOfPage(api, tell, telling('told')),
    'telling, an event without people': await api.step(toTheEnd(tell, telling('told-nobody'))),
    'clearing, each of a step, with seats': await eachOfPage(api, clear, clearing('cleared-seats')),
    'clearing, each of a step, waiting': await eachOfPage(api, clear, clearing('cleared-places')),
    'clearing, an event without people': await api.step(toTheEnd(clear, clearing('cleared-nobody'))),
    'erasing, a seat, nobody waiting': await once('erased-seated'),
    'erasing, a seat, promoting': await once('erased-promoting'),
    'erasing, a place': await once('erased-waiting'),
    'erasing, a user without registrations': await api.step(toTheEnd(erase, erasing('erased-alone'))),
  };
}

/** The cost of the first page of a task, divided by the people on it. */
async function eachOfPage<Task>(api: Pick<MeteredApi, 'step'>, take: Step<Task>, task: Task): Promise<Meter> {
  let begun: Task | null = null;
  await api.step(async (work) => void (begun = await take(work, task)));
  if (begun === null) {
    throw new Error(`${JSON.stringify(task)} is over before its first page`);
  }
  const { count, writeUnits, readUnits, ...rest } = await api.step((work) => take(work, begun!));
  const each = (value: number): number => rounded(value / SIZE, 2);
  return { ...rest, count: each(count), writeUnits: each(writeUnits), readUnits: each(readUnits) };
}

function toTheEnd<Task>(take: Step<Task>, task: Task): (work: Work) => Promise<void> {
  return async (work) => {
    for (let rest: Task | null = task; rest !== null; rest = await take(work, rest)) {
      // Each step says what is left.
    }
  };
}

function records(): Action[] {
  const full = { capacity: SIZE, currentRegistrations: SIZE };
  const taken = { capacity: 1, currentRegistrations: 1 };
  return [
    ...['seated', 'promoting', 'waiting', 'alone'].map((name) => erased(`erased-${name}`)),
    event('told', { ...full, ...CANCELLED }),
    ...SEATED.map((userId) => seat(userId, 'told')),
    event('told-nobody', CANCELLED),
    event('cleared-seats', { ...full, ...TO_BE_CLEARED }),
    ...SEATED.map((userId) => seat(userId, 'cleared-seats')),
    event('cleared-places', { ...queueOf(SIZE), ...TO_BE_CLEARED }),
    ...WAITING.flatMap((userId, nth) => place(userId, 'cleared-places', nth)),
    event('cleared-nobody', TO_BE_CLEARED),
    event('left', taken),
    seat('erased-seated', 'left'),
    event('handed-over', { ...taken, ...queueOf(1) }),
    seat('erased-promoting', 'handed-over'),
    ...place('heir', 'handed-over', 0),
    event('left-waiting', { ...taken, ...queueOf(1) }),
    seat('holder', 'left-waiting'),
    ...place('erased-waiting', 'left-waiting', 0),
  ];
}

/** A user who is to be deleted, since long ago. */
function erased(userId: string): Action {
  const made = user(userId);
  return { ...made, attributes: { ...made.attributes, erasingAt: SEEDED_AT } };
}
