import { seededRandom, type Scheduler } from 'dynamodb-contention';

/** People who all want the same thing. */
export interface Crowd {
  people: number;
  /** They come at random moments within so many milliseconds. */
  withinMs: number;
  seed: number;
}

/**
 * One of them: when they meant to come, in milliseconds from the start; how long they waited; what they were told, or
 * the error.
 */
export interface Visit<T> {
  person: number;
  cameMs: number;
  latencyMs: number;
  answer: T | Error;
}

/**
 * Sends the requests of a crowd, each at its own moment: no person waits for the answer to another. Latency counts from
 * the moment at which the person meant to come, so a generator that falls behind does not hide it.
 * @param ask one person's request; what it throws becomes their answer
 * @returns all visits in the order of coming, once everybody has an answer
 */
export async function sendCrowd<T>(
  crowd: Crowd,
  time: Pick<Scheduler, 'nowMs' | 'sleepUntil'>,
  ask: (person: number) => Promise<T>,
): Promise<Visit<T>[]> {
  const random = seededRandom(crowd.seed, 'crowd');
  const moments = Array.from({ length: crowd.people }, () => random.between(0, crowd.withinMs)).sort(
    (one, other) => one - other,
  );
  const startMs = time.nowMs();
  const visit = async (cameMs: number, person: number): Promise<Visit<T>> => {
    await time.sleepUntil(startMs + cameMs);
    const answer = await ask(person).catch((error: unknown) => error as Error);
    return { person, cameMs, latencyMs: time.nowMs() - startMs - cameMs, answer };
  };
  return Promise.all(moments.map(visit));
}
