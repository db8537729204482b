import type { Step } from './planBatch.ts';

/** Queues that go on at the same time: enough for a full batch within a second, far below what AppSync takes. */
const QUEUES_AT_ONCE = 10;

/**
 * Performs every step, queues beside each other. A step that fails for itself alone may be set aside, and its queue
 * goes on. After any other failure nothing is begun that belongs to the same or a later record of the batch, since it
 * will be delivered again; everything before it is finished.
 * @param onFailure told of every failed step; answers whether it is set aside and needs nothing more
 * @returns the index of the first record that failed, null if none did
 */
export async function performQueues(
  queues: Step[][],
  perform: (step: Step) => Promise<void>,
  onFailure: (step: Step, error: unknown) => Promise<boolean>,
): Promise<number | null> {
  let failedAt = Infinity;
  const performQueue = async (queue: Step[]): Promise<void> => {
    for (const step of queue) {
      if (step.index >= failedAt) {
        return;
      }
      try {
        await perform(step);
      } catch (error) {
        if (!(await onFailure(step, error))) {
          failedAt = Math.min(failedAt, step.index);
        }
      }
    }
  };
  const waiting = [...queues];
  const performWaiting = async (): Promise<void> => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      await performQueue(queue);
    }
  };
  await Promise.all(Array.from({ length: QUEUES_AT_ONCE }, performWaiting));
  return failedAt === Infinity ? null : failedAt;
}
