import type { Scheduler } from './scheduler.ts';

/** A scheduler whose clock jumps from one wait to the next. */
export interface VirtualTime extends Scheduler {
  /**
   * Lets time go by until this is done. Everything in it may wait only for this scheduler and for promises that need no
   * other event of the process. Throws if it waits for something else.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Wait {
  atMs: number;
  order: number;
  resolve: () => void;
}

/** Begins at 0. Waits that end at one moment end in the order in which they began, so a run is the same every time. */
export function virtualTime(): VirtualTime {
  const waits: Wait[] = [];
  let now = 0;
  let order = 0;
  const sleepUntil = (atMs: number): Promise<void> =>
    atMs <= now ? Promise.resolve() : new Promise((resolve) => push(waits, { atMs, order: (order += 1), resolve }));
  return {
    nowMs: () => now,
    sleepUntil,
    pause: (ms) => sleepUntil(now + ms),
    async run(work) {
      let isDone = false;
      const result = work().finally(() => (isDone = true));
      result.catch(() => undefined);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return result;
        const next = pop(waits);
        if (next === undefined) throw new Error('nothing waits for virtual time, but the work is not done');
        now = next.atMs;
        next.resolve();
      }
    },
  };
}

const isBefore = (one: Wait, other: Wait): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** Into a binary heap. */
function push(heap: Wait[], wait: Wait): void {
  let at = heap.push(wait) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(wait, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = wait;
}

/** The earliest out of a binary heap. */
function pop(heap: Wait[]): Wait | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
