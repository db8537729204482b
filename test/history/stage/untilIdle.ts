import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultyDynamoDb } from 'dynamodb-contention';

/** Waits until no request is under way: those of a killed process are carried out all the same. */
export async function untilIdle(proxy: FaultyDynamoDb): Promise<void> {
  const inProgress = () =>
    Object.values(proxy.stats().operations).reduce(
      (sum, { calls, succeeded, failed }) => sum + calls - succeeded - Object.values(failed).reduce((a, b) => a + b, 0),
      0,
    );
  while (inProgress() > 0) {
    await sleep(10);
  }
}
