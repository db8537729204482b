import pMap from 'p-map';

/** How long the whole took and each part of it, in milliseconds, in the order of ending. */
export interface Run {
  durationMs: number;
  latenciesMs: number[];
}

/** Works on all tasks, so many at a time: as soon as one ends the next begins. What one throws ends the run. */
export async function runConcurrently<T>(
  concurrency: number,
  tasks: readonly T[],
  work: (task: T) => Promise<unknown>,
): Promise<Run> {
  const latenciesMs: number[] = [];
  const beganAt = performance.now();
  const time = async (task: T): Promise<void> => {
    const startedAt = performance.now();
    await work(task);
    latenciesMs.push(performance.now() - startedAt);
  };
  await pMap(tasks, time, { concurrency });
  return { durationMs: performance.now() - beganAt, latenciesMs };
}
