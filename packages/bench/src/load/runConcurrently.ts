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
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const task = tasks[next] as T;
      next += 1;
      const startedAt = performance.now();
      await work(task);
      latenciesMs.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { durationMs: performance.now() - beganAt, latenciesMs };
}
