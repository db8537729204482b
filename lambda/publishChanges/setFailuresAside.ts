import type { DynamoDBRecord } from 'aws-lambda';
import { HealingFailed } from './invokeFillSeats.ts';
import { eventIdOf, type Step } from './planBatch.ts';
import { PublishRefused } from './postMutation.ts';
import type { Surroundings } from './surroundings.ts';

/** For how long a shard waits for what fails without having been refused. */
const PATIENCE_MS = 30_000;

/**
 * Decides about the failed steps of a batch: whether one is set aside, so that nothing waits for it, or delivered again
 * by the stream, for which all that follows in its shard waits.
 *
 * Set aside is what fails for itself alone: it was refused, or its event failed a moment ago, or its record is older
 * than 30 s; and while it fails, the API takes an announcement for nobody. While the API takes none, the fault is not
 * the event's: all wait for the API, in order. Healing that the function answers with a failure is repeated once.
 * @param indexes of records that are set aside, to which those of this batch are added
 * @returns whether the step is set aside; false also if that fails
 */
export function setFailuresAside(
  { isReachable, setAside, suspects, clock, report }: Surroundings,
  records: DynamoDBRecord[],
  indexes: Set<number>,
): (step: Step, error: unknown) => Promise<boolean> {
  const isLost = async (step: Step, error: unknown): Promise<boolean> => {
    const eventId = eventIdOf(step);
    const nowMs = clock.nowMs();
    const isOld = nowMs - createdMs(records[step.index], nowMs) > PATIENCE_MS;
    const isSuspect = suspects.has(eventId, nowMs);
    if (step.kind === 'publish') {
      const isRefused = error instanceof PublishRefused && error.isFinal;
      return (isRefused || isSuspect || isOld) && (await isReachable());
    }
    if (error instanceof HealingFailed) {
      suspects.add(eventId, nowMs);
      return isSuspect || isOld;
    }
    return isOld;
  };
  return async (step, error) => {
    const record = records[step.index];
    if (record === undefined || !(await isLost(step, error))) {
      return false;
    }
    suspects.add(eventIdOf(step), clock.nowMs());
    if (indexes.has(step.index)) {
      return true;
    }
    try {
      await setAside(record);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.name : typeof failure;
      report.warn('A change could not be set aside and will be delivered again', { reason }, failure);
      return false;
    }
    indexes.add(step.index);
    report.count('SetAside');
    return true;
  };
}

/** Epoch milliseconds; now, where a record does not say it. */
function createdMs(record: DynamoDBRecord | undefined, nowMs: number): number {
  const seconds = record?.dynamodb?.ApproximateCreationDateTime;
  return seconds === undefined ? nowMs : seconds * 1000;
}
